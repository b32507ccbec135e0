package org.noisescale.parameterserver.optimizer;

import java.util.Arrays;

/** RMSProp's direction (Tieleman &amp; Hinton 2012, lecture 6.5): s ← ρs + (1−ρ)u²; u ← u/(√s + ε). */
record ScaleByRmsProp(double decay, double epsilon, double initialAccumulator) implements Transform {
    @Override
    public int slotCount() {
        return 1;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        if (step == 1) {
            Arrays.fill(slots[0], from, to, (float) initialAccumulator);
        }
        scale(update, slots[0], from, to);
    }

    private void scale(float[] update, float[] squares, int from, int to) {
        float rest = (float) (1 - decay);
        float outside = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float mean =
                    squares[i] - rest * squares[i] + rest * gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            squares[i] = mean;
            update[i] = gradient / ((float) Math.sqrt(mean) + outside);
        }
    }
}
