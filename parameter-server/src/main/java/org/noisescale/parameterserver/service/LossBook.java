package org.noisescale.parameterserver.service;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisescale.parameterserver.shard.Shard;

/** The losses of pushes until it is known what became of these. */
final class LossBook {
    /** A worker reports at most so many turns before the news of its pushes, which come another way. */
    private static final long TURNS_AHEAD_MAX = 1 << 16;

    private final int gradients;
    private final SortedMap<Long, Losses>[] ofWorker;

    @SuppressWarnings("unchecked")
    LossBook(int workers, int gradientsPerPush) {
        gradients = gradientsPerPush;
        ofWorker = Stream.generate(TreeMap<Long, Losses>::new).limit(workers).toArray(SortedMap[]::new);
    }

    /** Those of one push. */
    static final class Losses {
        private final long[] examples;
        private final double[] sums;

        Losses(int gradients) {
            examples = new long[gradients];
            sums = new double[gradients];
        }

        boolean areComplete() {
            return Arrays.stream(examples).allMatch(count -> count > 0);
        }

        long examples(int gradient) {
            return examples[gradient];
        }

        double sum(int gradient) {
            return sums[gradient];
        }
    }

    /**
     * Takes a loss of a worker's turn.
     *
     * @param present the turn that the worker is in, as far as that is known
     */
    void add(long turn, long present, int gradient, long examples, double sum) {
        int worker = gradient / gradients;
        boolean possible =
                turn >= 0 && turn - present <= TURNS_AHEAD_MAX && examples > 0 && examples <= Shard.EXAMPLES_MAX;
        if (!possible) {
            return;
        }
        Losses losses = ofWorker[worker].computeIfAbsent(turn, key -> new Losses(gradients));
        int place = gradient % gradients;
        if (losses.examples[place] == 0) {
            losses.examples[place] = examples;
            losses.sums[place] = sum;
        }
    }

    /** Whether all losses of a push are there. */
    boolean has(PushRound.Push push) {
        Losses losses = ofWorker[push.worker()].get(push.turn());
        return losses != null && losses.areComplete();
    }

    /** Takes the losses of a push out, and forgets those of the worker's turns before it. */
    Losses remove(PushRound.Push push) {
        SortedMap<Long, Losses> all = ofWorker[push.worker()];
        Losses losses = all.get(push.turn());
        all.headMap(push.turn() + 1).clear();
        if (losses == null) {
            throw new IllegalStateException("the losses of " + push + " must be there");
        }
        return losses;
    }
}
