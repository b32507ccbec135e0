package org.noisescale.parameterserver.optimizer;

/**
 * AdaDelta's direction (Zeiler 2012, arXiv:1212.5701, algorithm 1): s ← ρs + (1−ρ)u²; u ← √(d + ε)/√(s + ε)·u; d ← ρd +
 * (1−ρ)u², with u already new.
 */
record ScaleByAdaDelta(double decay, double epsilon) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        scale(update, slots[0], slots[1], from, to);
    }

    private void scale(float[] update, float[] gradients, float[] updates, int from, int to) {
        float rest = (float) (1 - decay);
        float inside = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float square = gradients[i];
            float length = updates[i];
            square = square - rest * square + rest * gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            float next = gradient * (float) Math.sqrt((length + inside) / (square + inside));
            gradients[i] = square;
            updates[i] = length - rest * length + rest * next * next + Subnormals.FLUSH - Subnormals.FLUSH;
            update[i] = next;
        }
    }
}
