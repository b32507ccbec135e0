package org.noisescale.parameterserver.optimizer;

/** Heavy-ball momentum (Polyak 1964) as PyTorch has it: m ← βm + u; u ← m. */
record AccumulateMomentum(float momentum) implements Transform {
    @Override
    public int slotCount() {
        return 1;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        accumulate(update, slots[0], from, to);
    }

    private void accumulate(float[] update, float[] velocity, int from, int to) {
        for (int i = from; i < to; i++) {
            float next = momentum * velocity[i] + update[i];
            velocity[i] = next + Subnormals.FLUSH - Subnormals.FLUSH;
            update[i] = next;
        }
    }
}
