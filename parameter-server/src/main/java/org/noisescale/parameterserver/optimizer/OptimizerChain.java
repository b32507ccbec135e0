package org.noisescale.parameterserver.optimizer;

import java.util.List;

/** An optimizer: transforms that are applied one after the other to a chunk while it is in cache. */
public final class OptimizerChain {
    private final List<Transform> transforms;
    private final double learningRate;

    private OptimizerChain(double learningRate, List<Transform> transforms) {
        this.learningRate = learningRate;
        this.transforms = transforms;
    }

    /** The chain of a plan. */
    public static OptimizerChain of(OptimizerPlan plan) {
        SegmentPlan everywhere = plan.segment(0);
        double learningRate = everywhere.schedule().at(1);
        ScaleByLearningRate scale = new ScaleByLearningRate((float) learningRate);
        if (everywhere.rule() instanceof UpdateRule.Sgd) {
            return chain(learningRate, scale);
        }
        if (everywhere.rule() instanceof UpdateRule.Momentum momentum) {
            return chain(learningRate, new AccumulateMomentum((float) momentum.momentum()), scale);
        }
        if (everywhere.rule() instanceof UpdateRule.Adam adam) {
            ScaleByAdam direction = new ScaleByAdam((float) adam.beta1(), (float) adam.beta2(), (float) adam.epsilon());
            return chain(learningRate, direction, scale);
        }
        throw new IllegalStateException("no chain for " + plan);
    }

    private static OptimizerChain chain(double learningRate, Transform... transforms) {
        return new OptimizerChain(learningRate, List.of(transforms));
    }

    /** The learning rate at a step, 1 for the first update. */
    public double learningRate(long step) {
        return learningRate;
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
