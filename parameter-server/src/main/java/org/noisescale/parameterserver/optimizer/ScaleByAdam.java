package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;

/**
 * Adam's direction (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 1 and the end of section 2): m ← β₁m + (1−β₁)u; v
 * ← β₂v + (1−β₂)u²; u ← the quotient of {@link AdamScaling}.
 */
record ScaleByAdam(double beta1, double beta2, double epsilon, AdamForm form) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        AdamMoments.accumulate(update, slots, from, to, beta1, beta2);
        direction(update, slots, from, to, step);
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
