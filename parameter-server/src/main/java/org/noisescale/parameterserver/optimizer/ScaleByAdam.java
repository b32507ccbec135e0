package org.noisescale.parameterserver.optimizer;

/**
 * Adam's direction (Kingma &amp; Ba 2015, arXiv:1412.6980, in the efficient form of the end of section 2): m ← β₁m +
 * (1−β₁)u; v ← β₂v + (1−β₂)u²; u ← √(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε). ε stands outside the root and is not corrected for
 * bias, as in ND4J.
 */
record ScaleByAdam(float beta1, float beta2, float epsilon) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        double correction = Math.sqrt(1 - power(beta2, step)) / (1 - power(beta1, step));
        moments(update, slots, from, to);
        direction(update, slots, from, to, (float) correction);
    }

    /**
     * By repeated squaring: unlike {@code StrictMath.pow} it allocates nothing, unlike {@code Math.pow} it has the same
     * bits everywhere.
     */
    private static double power(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            result *= (rest & 1) == 1 ? square : 1;
            square *= square;
        }
        return result;
    }

    private void moments(float[] update, float[][] slots, int from, int to) {
        float[] first = slots[0];
        float[] second = slots[1];
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            first[i] = beta1 * first[i] + rest1 * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            second[i] = beta2 * second[i] + rest2 * gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
        }
    }

    private void direction(float[] update, float[][] slots, int from, int to, float correction) {
        float[] first = slots[0];
        float[] second = slots[1];
        for (int i = from; i < to; i++) {
            update[i] = correction * first[i] / ((float) Math.sqrt(second[i]) + epsilon);
        }
    }
}
