package org.noisescale.worker.dataset;

/**
 * Draws without replacement, in a new random order for each epoch. The draws of a virtual worker form one stream; step
 * s takes its places s·b to s·b + b − 1. Place q belongs to epoch e = ⌊q/n⌋ and is element q mod n of the permutation
 * of (seed, virtual worker, e), so that every epoch visits every example exactly once even where b does not divide n: a
 * batch may then end one epoch and begin the next.
 */
public record ReshuffledSampler(long seed, int virtualWorker, int exampleCount, int batchSize) implements BatchSampler {
    private static final long SHUFFLE = 1;

    /** Checks that a batch fits into an epoch. */
    public ReshuffledSampler {
        if (batchSize < 1 || batchSize > exampleCount || virtualWorker < 0) {
            throw new IllegalArgumentException("batchSize must be in [1, exampleCount] and virtualWorker not negative,"
                    + " were " + batchSize + " of " + exampleCount + " and " + virtualWorker);
        }
    }

    @Override
    public void drawInto(long step, int[] positions) {
        long place = step * batchSize;
        for (int drawn = 0; drawn < batchSize; ) {
            long epoch = (place + drawn) / exampleCount;
            int end = (int) Math.min(batchSize, (epoch + 1) * exampleCount - place);
            KeyedPermutation order = order(epoch);
            for (; drawn < end; drawn++) {
                positions[drawn] = (int) order.at(place + drawn - epoch * exampleCount);
            }
        }
    }

    private KeyedPermutation order(long epoch) {
        long key = CounterRandom.derive(CounterRandom.derive(seed, SHUFFLE), virtualWorker);
        return new KeyedPermutation(CounterRandom.derive(key, epoch), exampleCount);
    }
}
