package org.noisescale.parameterserver.optimizer;

/**
 * AdaBelief's direction (Zhuang et al. 2020, arXiv:2010.07468, algorithm 2) as ND4J has it: m ← β₁m + (1−β₁)u; s ← β₂s
 * + (1−β₂)(u−m)² + ε; u ← √(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√s + ε).
 */
record ScaleByAdaBelief(double beta1, double beta2, double epsilon) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        double factor = Math.sqrt(1 - Power.of(beta2, step)) / (1 - Power.of(beta1, step));
        scale(update, slots, from, to, (float) factor);
    }

    private void scale(float[] update, float[][] slots, int from, int to, float factor) {
        float[] first = slots[0];
        float[] second = slots[1];
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float small = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float mean = first[i] - rest1 * first[i] + rest1 * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            float surprise = gradient - mean;
            float square = second[i] - rest2 * second[i] + rest2 * surprise * surprise + small;
            first[i] = mean;
            second[i] = square;
            update[i] = factor * mean / ((float) Math.sqrt(square) + small);
        }
    }
}
