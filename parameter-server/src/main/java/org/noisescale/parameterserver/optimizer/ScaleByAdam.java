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
        float[] first = slots[0];
        float[] second = slots[1];
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float factor = AdamScaling.factor(form, beta1, beta2, step);
        float inside = AdamScaling.inside(form, beta2, epsilon, step);
        float outside = AdamScaling.outside(form, beta2, epsilon, step);
        for (int i = from; i < to; i++) {
            float mean = AdamMoments.average(first[i], update[i], rest1);
            float square = AdamMoments.averageOfSquares(second[i], update[i], rest2);
            first[i] = mean;
            second[i] = square;
            update[i] = factor * mean / ((float) Math.sqrt(square + inside) + outside);
        }
    }
}
