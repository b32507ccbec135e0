package org.noisescale.worker.dataset.strokes;

import java.util.List;
import java.util.Objects;

/**
 * Generated handwritten-like digits, 28 × 28 grey pixels, ten classes: an endless dataset in which every example is a
 * pure function of (seed, index), so that anyone can draw any example alone. A digit is written along one of several
 * {@linkplain Handwriting skeletons}, by a {@linkplain Hand hand} of its own slant, size and wobble, with a
 * {@linkplain Pen pen} of its own width, and {@linkplain Scan scanned} with noise.
 *
 * <p>How much each of these varies is calibrated: on 20,000 examples, a fifth of them held out, softmax regression
 * reaches 88 to 90 % and a perceptron with 128 hidden units 98 % accuracy, so that optimizers can be told apart.
 *
 * <p>The bytes are the same on every machine: arithmetic is IEEE 754 (JLS 15.4), transcendental functions are those of
 * {@link StrictMath}. Immutable, so threads may share it.
 */
public final class Strokes {
    /** Pixels on each side of an image. */
    public static final int SIDE = 28;

    /** Pixels of an image. */
    public static final int FEATURE_COUNT = SIDE * SIDE;

    /** The digits 0 to 9. */
    public static final int CLASS_COUNT = 10;

    private static final double ANCHOR_DEVIATION = 0.023;

    private final long seed;
    private final ClassSequence classes;

    /** The dataset of this seed; costs next to nothing. */
    public Strokes(long seed) {
        this.seed = seed;
        classes = new ClassSequence(seed, CLASS_COUNT);
    }

    /**
     * The digit that example {@code index >= 0} shows. Ten consecutive examples from a multiple of ten on show each
     * digit once, in an order of their own.
     */
    public int label(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("an index must not be negative, was " + index);
        }
        return classes.at(index);
    }

    /**
     * Draws example {@code index >= 0} into {@code target[offset]} to {@code target[offset + 783]}, row by row from the
     * top left: 0 is paper, 1 full ink, in steps of 1/255.
     */
    public void drawInto(long index, float[] target, int offset) {
        Objects.checkFromIndexSize(offset, FEATURE_COUNT, target.length);
        int digit = label(index);
        RandomStream random = new RandomStream(seed, RandomStream.DRAWINGS, index);
        Skeleton skeleton = Handwriting.skeleton(digit, random).jittered(random, ANCHOR_DEVIATION);
        Hand hand = Hand.random(random);
        Pen pen = Pen.random(random);
        Scan scan = Scan.random(random);
        Page page = new Page();
        for (List<Anchor> stroke : skeleton.strokes()) {
            pen.draw(hand.write(new SmoothCurve(stroke).points()), page);
        }
        scan.readInto(page, random, target, offset);
    }
}
