package org.noisescale.parameterserver.optimizer;

/**
 * Weight decay that the update rule does not see (Loshchilov &amp; Hutter 2019, arXiv:1711.05101, algorithm 2): u ← u +
 * η(t)λθ.
 *
 * @param schedule η; constantly 1 where {@link ScaleByLearningRate} comes later
 * @param weightDecay λ
 */
record AddDecayedWeights(LearningRateSchedule schedule, double weightDecay) implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        float decay = (float) (schedule.at(step) * weightDecay);
        for (int i = from; i < to; i++) {
            update[i] += decay * parameters[i];
        }
    }
}
