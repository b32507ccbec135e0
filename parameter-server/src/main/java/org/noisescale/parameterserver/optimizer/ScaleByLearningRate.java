package org.noisescale.parameterserver.optimizer;

/** u ← η(t)u. */
record ScaleByLearningRate(LearningRateSchedule schedule) implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        float rate = (float) schedule.at(step);
        for (int i = from; i < to; i++) {
            update[i] *= rate;
        }
    }
}
