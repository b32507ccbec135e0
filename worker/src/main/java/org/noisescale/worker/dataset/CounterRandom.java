package org.noisescale.worker.dataset;

/**
 * Random numbers that are a pure function of a key and a counter: nothing is stored, any number can be asked for at any
 * time, by any process, in any order.
 *
 * <p>Draw c of a key is output c of the generator SplitMix64 (Steele, Lea &amp; Flood 2014, "Fast splittable
 * pseudorandom number generators", figure 16, with the finaliser "variant 13" of Stafford) whose state starts at the
 * mixed key. All keys walk the same cycle of 2⁶⁴ states from places that the mixing scatters: two streams of L numbers
 * overlap with a probability of about 2L/2⁶⁴. It is not meant for cryptography.
 *
 * <p>A key serves one kind of draw. Whoever needs several takes a {@link #derive derived} key for each, and derives
 * again for each further coordinate (run, virtual worker, epoch …).
 */
public final class CounterRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final long DERIVATION = 0xD1B54A32D192ED03L;
    private static final long LOW_WORD = 0xFFFF_FFFFL;
    private static final double UNIT = 0x1p-53;

    private CounterRandom() {}

    /** The finaliser of SplitMix64: a bijection on 64 bits under which neighbours become unrelated; 0 stays 0. */
    public static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The key of the {@code word}-th stream below {@code key}. */
    public static long derive(long key, long word) {
        return bits(key ^ DERIVATION, word);
    }

    /** 64 uniform bits. */
    public static long bits(long key, long counter) {
        return mix(mix(key + GOLDEN_GAMMA) + GOLDEN_GAMMA * (counter + 1));
    }

    /** A uniform number in [0, 1), a multiple of 2⁻⁵³. */
    public static double unit(long key, long counter) {
        return (bits(key, counter) >>> 11) * UNIT;
    }

    /**
     * A uniform integer in {@code [0, bound)} without the bias of a modulo (Lemire 2019, "Fast random integer
     * generation in an interval", algorithm 5): the few products that would make some results likelier are drawn again.
     *
     * @param bound positive
     */
    public static int below(int bound, long key, long counter) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be positive, was " + bound);
        }
        long product = (bits(key, counter) >>> 32) * bound;
        if ((product & LOW_WORD) < bound) {
            long surplus = (1L << 32) % bound;
            for (long attempt = 1; (product & LOW_WORD) < surplus; attempt++) {
                product = (bits(derive(key, attempt), counter) >>> 32) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /**
     * A standard normal number by Box &amp; Muller (1958), with the functions of {@link StrictMath}, so that it has the
     * same bits everywhere. Draw c takes the words 2c and 2c + 1 of the key.
     */
    public static double gaussian(long key, long counter) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(key, 2 * counter)));
        return radius * StrictMath.cos(2 * Math.PI * unit(key, 2 * counter + 1));
    }
}
