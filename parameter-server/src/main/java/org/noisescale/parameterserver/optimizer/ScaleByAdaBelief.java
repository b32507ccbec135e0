package org.noisescale.parameterserver.optimizer;

/**
 * AdaBelief's direction (Zhuang et al. 2020, arXiv:2010.07468, algorithm 2) as ND4J has it: m ← β₁m + (1−β₁)u; s ← β₂s
 * + (1−β₂)(u−m)² + ε; u ← √(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√s + ε). Three loops, since the compiler vectorises them but not one.
 */
record ScaleByAdaBelief(double beta1, double beta2, double epsilon) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        double factor = Math.sqrt(1 - Power.of(beta2, step)) / (1 - Power.of(beta1, step));
        mean(update, slots[0], from, to);
        surprise(update, slots[0], slots[1], from, to);
        direction(update, slots, from, to, (float) factor);
    }

    private void mean(float[] update, float[] first, int from, int to) {
        float rest1 = (float) (1 - beta1);
        for (int i = from; i < to; i++) {
            float mean = first[i];
            first[i] = mean - rest1 * mean + rest1 * update[i] + Subnormals.FLUSH - Subnormals.FLUSH;
        }
    }

    private void surprise(float[] update, float[] first, float[] second, int from, int to) {
        float rest2 = (float) (1 - beta2);
        float small = (float) epsilon;
        for (int i = from; i < to; i++) {
            float surprise = update[i] - first[i];
            float square = second[i];
            second[i] = square - rest2 * square + rest2 * surprise * surprise + small;
        }
    }

    private void direction(float[] update, float[][] slots, int from, int to, float factor) {
        float[] first = slots[0];
        float[] second = slots[1];
        float small = (float) epsilon;
        for (int i = from; i < to; i++) {
            update[i] = factor * first[i] / ((float) Math.sqrt(second[i]) + small);
        }
    }
}
