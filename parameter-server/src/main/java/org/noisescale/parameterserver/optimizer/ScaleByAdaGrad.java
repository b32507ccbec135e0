package org.noisescale.parameterserver.optimizer;

import java.util.Arrays;

/** AdaGrad's direction (Duchi et al. 2011, diagonal form): s ← s + u²; u ← u/(√s + ε). */
record ScaleByAdaGrad(double epsilon, double initialAccumulator) implements Transform {
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
        float outside = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float sum = squares[i] + gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            squares[i] = sum;
            update[i] = gradient / ((float) Math.sqrt(sum) + outside);
        }
    }
}
