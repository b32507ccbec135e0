package org.noisescale.worker.dataset.strokes;

/**
 * The random numbers of one thing among many: a stream that is found by (seed, purpose, index) without drawing those
 * before it. The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014, figure 17); its start is scattered by the same mixing function, so that streams of neighbouring indices
 * do not overlap. Only integer arithmetic and exact conversions: the same numbers on every machine.
 */
final class RandomStream {
    /** The purpose of the streams that order the classes. */
    static final long CLASSES = 1;

    /** The purpose of the streams that draw the digits. */
    static final long DRAWINGS = 2;

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final double UNIT_53 = 0x1.0p-53;
    private static final double UNIT_16 = 0x1.0p-16;
    private static final double ROOT_OF_THREE = 1.7320508075688772;

    private long state;

    RandomStream(long seed, long purpose, long index) {
        state = mix(mix(mix(seed + GOLDEN_GAMMA) + purpose) + index);
    }

    /** Uniform over all 64-bit words. */
    long word() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in {@code [0, bound)} for a bound that is small against 2³¹. */
    int below(int bound) {
        return (int) (((word() >>> 33) * bound) >>> 31);
    }

    /** Uniform in {@code [low, high)}. */
    double between(double low, double high) {
        return low + (high - low) * ((word() >>> 11) * UNIT_53);
    }

    /**
     * Bell-shaped with mean 0 and standard deviation 1, never beyond ±3.47: the sum of four uniform numbers, for which
     * one word suffices. A hand has limits, too; the tails of a normal distribution would draw digits off the page.
     */
    double bell() {
        long word = word();
        long sum = (word & 0xffff) + (word >>> 16 & 0xffff) + (word >>> 32 & 0xffff) + (word >>> 48);
        return ((sum + 2) * UNIT_16 - 2) * ROOT_OF_THREE;
    }

    private static long mix(long word) {
        long mixed = (word ^ word >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
