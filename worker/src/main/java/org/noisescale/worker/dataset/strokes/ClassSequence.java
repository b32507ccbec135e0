package org.noisescale.worker.dataset.strokes;

/**
 * Which class stands at which index. Every block of consecutive indices {@code [kC, (k+1)C)} holds each of the C
 * classes once, in an order of its own, so the classes of the first n examples differ in number by at most one.
 */
final class ClassSequence {
    private final long seed;
    private final int classCount;

    ClassSequence(long seed, int classCount) {
        this.seed = seed;
        this.classCount = classCount;
    }

    /** The class at {@code index >= 0}. */
    int at(long index) {
        return shuffled(index / classCount)[(int) (index % classCount)];
    }

    private int[] shuffled(long block) {
        RandomStream random = new RandomStream(seed, RandomStream.CLASSES, block);
        int[] order = new int[classCount];
        for (int i = 0; i < classCount; i++) {
            int other = random.below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
