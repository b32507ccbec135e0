package org.noisescale.worker.dataset.strokes;

import org.noisescale.worker.dataset.CounterRandom;

/** Placeholder with a deterministic pattern. */
public final class Strokes {
    /** Side. */
    public static final int SIDE = 28;

    /** Pixels. */
    public static final int FEATURE_COUNT = SIDE * SIDE;

    /** Digits. */
    public static final int CLASS_COUNT = 10;

    private final long seed;

    /** The digits of a seed. */
    public Strokes(long seed) {
        this.seed = seed;
    }

    /** The class of an example. */
    public int label(long index) {
        return CounterRandom.below(CLASS_COUNT, seed, index);
    }

    /** Draws an example. */
    public void drawInto(long index, float[] target, int offset) {
        long key = CounterRandom.derive(seed, index);
        for (int pixel = 0; pixel < FEATURE_COUNT; pixel++) {
            target[offset + pixel] =
                    pixel % CLASS_COUNT == label(index) ? 1 : (float) CounterRandom.unit(key, pixel) / 2;
        }
    }
}
