package org.noisescale.parameterserver.optimizer;

import java.util.Arrays;

/** u ← 0: the segment is not changed. */
record SetToZero() implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        Arrays.fill(update, from, to, 0);
    }
}
