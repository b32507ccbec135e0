package org.noisescale.parameterserver.optimizer;

/**
 * AdaMax's direction (Kingma &amp; Ba 2015, arXiv:1412.6980, algorithm 2): m ← β₁m + (1−β₁)u; h ← max(β₂h, |u|); u ←
 * m/(1−β₁ᵗ)/max(h, ε). The paper has no ε and divides 0 by 0 where no gradient ever came; ND4J adds 10⁻³² to h, PyTorch
 * ε to |u|.
 */
record ScaleByAdaMax(double beta1, double beta2, double epsilon) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        scale(update, slots, from, to, (float) (1 / (1 - Power.of(beta1, step))));
    }

    private void scale(float[] update, float[][] slots, int from, int to, float correction) {
        float[] first = slots[0];
        float[] greatest = slots[1];
        float rest1 = (float) (1 - beta1);
        float keep2 = (float) beta2;
        float least = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float mean = first[i] - rest1 * first[i] + rest1 * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            float high = Math.max(keep2 * greatest[i] + Subnormals.FLUSH - Subnormals.FLUSH, Math.abs(gradient));
            first[i] = mean;
            greatest[i] = high;
            update[i] = correction * mean / Math.max(high, least);
        }
    }
}
