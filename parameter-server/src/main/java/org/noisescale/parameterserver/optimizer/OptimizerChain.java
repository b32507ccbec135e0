package org.noisescale.parameterserver.optimizer;

import java.util.List;

/** An optimizer: transforms that are applied one after the other to a chunk while it is in cache. */
public final class OptimizerChain {
    private final List<Transform> transforms;
    private final LearningRateSchedule schedule;

    private OptimizerChain(LearningRateSchedule schedule, List<Transform> transforms) {
        this.schedule = schedule;
        this.transforms = transforms;
    }

    /** The chain of a plan. */
    public static OptimizerChain of(OptimizerPlan plan) {
        SegmentPlan everywhere = plan.segment(0);
        return new OptimizerChain(everywhere.schedule(), RuleTransforms.of(everywhere.rule(), everywhere.schedule()));
    }

    /** The learning rate at a step, 1 for the first update. */
    public double learningRate(long step) {
        return schedule.at(step);
    }

    /** State for {@code length} parameters: for each transform its slots, all zero. */
    public float[][][] newSlots(int length) {
        return transforms.stream()
                .map(transform -> new float[transform.slotCount()][length])
                .toArray(float[][][]::new);
    }

    /**
     * Turns the mean gradient in {@code update[from, to)} into the update u of θ ← θ − u.
     *
     * @param parameters θ, indexed like {@code update}
     * @param slots as {@link #newSlots} gave them, indexed like {@code update}
     * @param step 1 for the first update
     */
    public void apply(float[] update, float[] parameters, float[][][] slots, int from, int to, long step) {
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).apply(update, parameters, slots[i], from, to, step);
        }
    }
}
