package org.noisescale.driver.bench;

import java.util.Random;

/** A root and a division for each value of one chunk, and nothing else: what limits adaptive optimizers in cache. */
final class ArithmeticPass implements KernelPass {
    private static final float EPSILON = 1e-8f;

    private final float[] first;
    private final float[] second;
    private final float[] quotient;

    ArithmeticPass(int length) {
        Random random = new Random(1);
        first = OptimizerPass.gaussian(random, length, 1);
        second = OptimizerPass.gaussian(random, length, 1);
        quotient = new float[length];
        for (int i = 0; i < length; i++) {
            second[i] *= second[i];
        }
    }

    @Override
    public float run() {
        divide(quotient, first, second);
        return quotient[0];
    }

    private static void divide(float[] quotient, float[] first, float[] second) {
        for (int i = 0; i < quotient.length; i++) {
            quotient[i] = first[i] / ((float) Math.sqrt(second[i]) + EPSILON);
        }
    }
}
