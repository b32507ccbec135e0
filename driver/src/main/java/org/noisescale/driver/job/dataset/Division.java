package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.KeyedPermutation;

/**
 * Where each example of a dataset goes: every index has a place, the training examples, shuffled, have the places
 * {@code [0, training)}, the evaluation examples the rest. The first {@code shuffled} indices are permuted by the key,
 * the others stay where they are.
 *
 * @param total all examples
 * @param shuffled all, if the evaluation part is drawn; otherwise the training part
 */
record Division(long total, long training, long shuffled, long key) implements Serializable {
    private static final long SPLIT = 3;

    /**
     * The division that a study asks for.
     *
     * @param inOwnFile how many examples at the end come from an evaluation file, if there is one
     */
    static Division of(EvaluationSplit split, String file, long total, long inOwnFile, long seed) {
        long key = CounterRandom.derive(seed, SPLIT);
        long evaluation = split instanceof EvaluationSplit.File ? inOwnFile : split.heldOut(Math.toIntExact(total));
        long training = total - evaluation;
        if ((evaluation < 1 && !(split instanceof EvaluationSplit.None)) || training < 1) {
            throw new InputException(file + ": the evaluation part would be " + evaluation + " of " + total
                    + " examples; both parts need at least one");
        }
        return new Division(total, training, split instanceof EvaluationSplit.Fraction ? total : training, key);
    }

    long evaluation() {
        return total - training;
    }

    /** The places of {@code count} examples from this index on. */
    long[] places(long firstIndex, int count) {
        KeyedPermutation order = new KeyedPermutation(key, shuffled);
        long[] places = new long[count];
        for (int row = 0; row < count; row++) {
            long index = firstIndex + row;
            places[row] = index < shuffled ? order.positionOf(index) : index;
        }
        return places;
    }

    /** The indices of the training examples. */
    BitSet trainingIndices() {
        long[] places = places(0, Math.toIntExact(total));
        BitSet indices = new BitSet(places.length);
        IntStream.range(0, places.length)
                .filter(index -> places[index] < training)
                .forEach(indices::set);
        return indices;
    }
}
