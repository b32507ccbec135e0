package org.noisescale.parameterserver.optimizer;

/** u ← ηu. */
record ScaleByLearningRate(float learningRate) implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        for (int i = from; i < to; i++) {
            update[i] *= learningRate;
        }
    }
}
