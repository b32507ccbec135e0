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
        ScaleByLearningRate scale = new ScaleByLearningRate((float) plan.learningRate());
        if (plan instanceof OptimizerPlan.Sgd) {
            return chain(plan, scale);
        }
        if (plan instanceof OptimizerPlan.Momentum momentum) {
            return chain(plan, new AccumulateMomentum((float) momentum.momentum()), scale);
        }
        if (plan instanceof OptimizerPlan.Adam adam) {
            return chain(
                    plan, new ScaleByAdam((float) adam.beta1(), (float) adam.beta2(), (float) adam.epsilon()), scale);
        }
        throw new IllegalStateException("no chain for " + plan);
    }

    private static OptimizerChain chain(OptimizerPlan plan, Transform... transforms) {
        return new OptimizerChain(plan.learningRate(), List.of(transforms));
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
     * @param slots as {@link #newSlots} gave them, indexed like {@code update}
     * @param step 1 for the first update
     */
    public void apply(float[] update, float[][][] slots, int from, int to, long step) {
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).apply(update, slots[i], from, to, step);
        }
    }
}
