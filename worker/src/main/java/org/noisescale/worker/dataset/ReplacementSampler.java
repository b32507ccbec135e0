package org.noisescale.worker.dataset;

/**
 * Draws with replacement: every draw is uniform over the partition and independent of all others, as the theory of
 * gradient noise assumes it. Draw j of step s is number s·b + j of the virtual worker's random stream.
 */
public record ReplacementSampler(long seed, int virtualWorker, int exampleCount, int batchSize)
        implements BatchSampler {
    private static final long REPLACEMENT = 2;

    /** Checks the ranges. */
    public ReplacementSampler {
        if (batchSize < 1 || exampleCount < 1 || virtualWorker < 0) {
            throw new IllegalArgumentException("batchSize and exampleCount must be positive and virtualWorker not"
                    + " negative, were " + batchSize + ", " + exampleCount + " and " + virtualWorker);
        }
    }

    @Override
    public void drawInto(long step, int[] positions) {
        long key = CounterRandom.derive(CounterRandom.derive(seed, REPLACEMENT), virtualWorker);
        for (int drawn = 0; drawn < batchSize; drawn++) {
            positions[drawn] = CounterRandom.below(exampleCount, key, step * batchSize + drawn);
        }
    }
}
