package org.noisescale.worker.dataset;

/**
 * A pseudo-random bijection on {@code [0, size)} that is a pure function of a key: a shuffle of which any place can be
 * asked for without shuffling.
 *
 * <p>Source: Black &amp; Rogaway 2002, "Ciphers with arbitrary finite domains", methods 2 (cycle walking) and 3
 * (Feistel network). The value's w = ⌈log₂ size⌉ bits are cut into a left and a right half that differ by at most one
 * bit; each round adds (exclusive or) to one half a keyed function of the other, left and right in turn, which is a
 * bijection on {@code [0, 2ʷ)} whatever the function is. A value that falls outside {@code [0, size)} is enciphered
 * again until it is inside: less than twice in the mean, as 2ʷ &lt; 2·size. The round function is
 * {@link CounterRandom#mix} of the half and a round key.
 *
 * <p>This is no cryptography; the number of rounds is measured. With twelve, the pairs of images of two positions come
 * out equally often from 12 elements on, but whole orders of very few elements do not: 24 rounds make the 120 orders of
 * five elements alike (see the test), so domains of up to eight bits take 24.
 *
 * <p>Cost: a few hundred bytes whatever the size; {@link #at} allocates nothing.
 */
public final class KeyedPermutation {
    private static final int ROUNDS = 12;
    private static final int ROUNDS_OF_SMALL = 24;
    private static final int SMALL_BITS = 8;

    private final long size;
    private final int rightBits;
    private final long leftMask;
    private final long rightMask;
    private final long[] roundKeys;

    /** The permutation of {@code size} elements, at least 1, that belongs to this key. */
    public KeyedPermutation(long key, long size) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, was " + size);
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
        this.size = size;
        this.rightBits = bits / 2;
        this.rightMask = (1L << rightBits) - 1;
        this.leftMask = (1L << (bits - rightBits)) - 1;
        this.roundKeys = new long[bits <= SMALL_BITS ? ROUNDS_OF_SMALL : ROUNDS];
        for (int round = 0; round < roundKeys.length; round++) {
            roundKeys[round] = CounterRandom.derive(key, round);
        }
    }

    /** How many elements are permuted. */
    public long size() {
        return size;
    }

    /** The element at this position; both in {@code [0, size)}. */
    public long at(long position) {
        requireInside(position);
        long value = position;
        do {
            value = encipher(value);
        } while (value >= size);
        return value;
    }

    /** The position of this element: {@code positionOf(at(p)) == p}. */
    public long positionOf(long element) {
        requireInside(element);
        long value = element;
        do {
            value = decipher(value);
        } while (value >= size);
        return value;
    }

    private long encipher(long value) {
        long left = value >>> rightBits;
        long right = value & rightMask;
        for (int round = 0; round < roundKeys.length; round += 2) {
            left ^= CounterRandom.mix(roundKeys[round] + right) & leftMask;
            right ^= CounterRandom.mix(roundKeys[round + 1] + left) & rightMask;
        }
        return left << rightBits | right;
    }

    private long decipher(long value) {
        long left = value >>> rightBits;
        long right = value & rightMask;
        for (int round = roundKeys.length - 2; round >= 0; round -= 2) {
            right ^= CounterRandom.mix(roundKeys[round + 1] + left) & rightMask;
            left ^= CounterRandom.mix(roundKeys[round] + right) & leftMask;
        }
        return left << rightBits | right;
    }

    private void requireInside(long value) {
        if (value < 0 || value >= size) {
            throw new IllegalArgumentException("a permutation of " + size + " elements has no " + value);
        }
    }
}
