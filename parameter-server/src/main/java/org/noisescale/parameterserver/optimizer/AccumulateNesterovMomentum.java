package org.noisescale.parameterserver.optimizer;

/**
 * Nesterov's momentum at the look-ahead point (Sutskever et al. 2013, section 2): m ← βm + cu; u ← βm + cu, with m
 * already new. The gain c is 1, or 1 − β for the exponentially weighted average. Behind {@link ScaleByLearningRate} it
 * is ND4J's, which writes it as (1+β)m − βm′ with the old m′; before it, PyTorch's.
 */
record AccumulateNesterovMomentum(float momentum, float gain) implements Transform {
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
            float impulse = weight * update[i];
            float next = decay * velocity[i] + impulse + Subnormals.FLUSH - Subnormals.FLUSH;
            velocity[i] = next;
            update[i] = decay * next + impulse;
        }
    }
}
