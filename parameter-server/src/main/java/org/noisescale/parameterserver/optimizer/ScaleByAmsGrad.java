package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;

/**
 * AMSGrad's direction (Reddi et al. 2018, arXiv:1904.09237, algorithm 2): m and v as Adam's; h ← max(h, v); u ← the
 * quotient of {@link AdamScaling} with h in the place of v.
 */
record ScaleByAmsGrad(double beta1, double beta2, double epsilon, AdamForm form) implements Transform {
    @Override
    public int slotCount() {
        return 3;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        AdamMoments.accumulate(update, slots, from, to, beta1, beta2);
        direction(update, slots, from, to, step);
    }

    private void direction(float[] update, float[][] slots, int from, int to, long step) {
        float[] first = slots[0];
        float[] second = slots[1];
        float[] greatest = slots[2];
        float factor = AdamScaling.factor(form, beta1, beta2, step);
        float inside = AdamScaling.inside(form, beta2, epsilon, step);
        float outside = AdamScaling.outside(form, beta2, epsilon, step);
        for (int i = from; i < to; i++) {
            float high = Math.max(greatest[i], second[i]);
            greatest[i] = high;
            update[i] = factor * first[i] / ((float) Math.sqrt(high + inside) + outside);
        }
    }
}
