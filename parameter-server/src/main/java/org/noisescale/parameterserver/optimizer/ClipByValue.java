package org.noisescale.parameterserver.optimizer;

/** u ← min(max(u, −c), c); NaN stays NaN. */
record ClipByValue(float threshold) implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        float limit = threshold;
        for (int i = from; i < to; i++) {
            update[i] = Math.min(Math.max(update[i], -limit), limit);
        }
    }
}
