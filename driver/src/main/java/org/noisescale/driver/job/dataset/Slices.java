package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.noisescale.worker.dataset.BatchShares;

/**
 * Which places of a {@link Division} each virtual worker owns; depends on nothing else.
 *
 * @param training V + 1 borders of the training parts, from 0 to the number of training examples
 * @param evaluation V + 1 borders of the evaluation parts, from there to the number of all examples
 */
record Slices(List<Long> training, List<Long> evaluation) implements Serializable {

    /** Training places in proportion to the shares of the batch, evaluation places evenly. */
    static Slices of(BatchShares shares, Division division) {
        int virtualWorkers = shares.virtualWorkers();
        return new Slices(
                IntStream.rangeClosed(0, virtualWorkers)
                        .mapToObj(v -> shares.firstExample(v, division.training()))
                        .toList(),
                LongStream.rangeClosed(0, virtualWorkers)
                        .mapToObj(v -> division.training() + v * division.evaluation() / virtualWorkers)
                        .toList());
    }

    int virtualWorkers() {
        return training.size() - 1;
    }

    /** The virtual worker of each of these places. */
    int[] owners(long[] places) {
        long[] trainingBorders = training.stream().mapToLong(Long::longValue).toArray();
        long[] evaluationBorders =
                evaluation.stream().mapToLong(Long::longValue).toArray();
        return Arrays.stream(places)
                .mapToInt(place -> owner(place < evaluationBorders[0] ? trainingBorders : evaluationBorders, place))
                .toArray();
    }

    /** The greatest number of examples that a virtual worker owns of either part. */
    long lengthMax() {
        return LongStream.range(0, virtualWorkers())
                .map(v -> Math.max(length(training, (int) v), length(evaluation, (int) v)))
                .max()
                .orElseThrow();
    }

    private static long length(List<Long> borders, int virtualWorker) {
        return borders.get(virtualWorker + 1) - borders.get(virtualWorker);
    }

    /** The last virtual worker whose part begins at this place or before: empty parts begin where the next one does. */
    private static int owner(long[] borders, long place) {
        int low = 0;
        int high = borders.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (borders[middle] <= place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
