package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;

/**
 * Adam's direction (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 1 and the end of section 2): m ← β₁m + (1−β₁)u; v
 * ← β₂v + (1−β₂)u²; u ← the quotient of {@link AdamScaling}. Averages are computed as m − (1−β)m + (1−β)u: unlike 1 −
 * β, β has too few digits as a float.
 */
record ScaleByAdam(double beta1, double beta2, double epsilon, AdamForm form) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        moments(update, slots[0], slots[1], from, to);
        direction(update, slots, from, to, step);
    }

    private void moments(float[] update, float[] first, float[] second, int from, int to) {
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float mean = first[i];
            float square = second[i];
            first[i] = mean - rest1 * mean + rest1 * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            second[i] = square - rest2 * square + rest2 * gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
        }
    }

    private void direction(float[] update, float[][] slots, int from, int to, long step) {
        float[] first = slots[0];
        float[] second = slots[1];
        float factor = AdamScaling.factor(form, beta1, beta2, step);
        float inside = AdamScaling.inside(form, beta2, epsilon, step);
        float outside = AdamScaling.outside(form, beta2, epsilon, step);
        for (int i = from; i < to; i++) {
            update[i] = factor * first[i] / ((float) Math.sqrt(second[i] + inside) + outside);
        }
    }
}
