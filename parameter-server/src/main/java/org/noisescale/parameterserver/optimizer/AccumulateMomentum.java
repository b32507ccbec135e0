package org.noisescale.parameterserver.optimizer;

/**
 * Heavy-ball momentum (Polyak 1964): m ← βm + cu; u ← m. The gain c is 1, or 1 − β for the exponentially weighted
 * average. Behind {@link ScaleByLearningRate} it is DL4J's convention, before it PyTorch's.
 */
record AccumulateMomentum(float momentum, float gain) implements Transform {
    @Override
    public int slotCount() {
        return 1;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        accumulate(update, slots[0], from, to);
    }

    private void accumulate(float[] update, float[] velocity, int from, int to) {
        float decay = momentum;
        float weight = gain;
        for (int i = from; i < to; i++) {
            float next = decay * velocity[i] + weight * update[i];
            velocity[i] = next + Subnormals.FLUSH - Subnormals.FLUSH;
            update[i] = next;
        }
    }
}
