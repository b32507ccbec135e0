package org.noisescale.driver.bench;

import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/**
 * One optimizer whose loops are measured.
 *
 * @param slots values of state for each parameter
 * @param arithmetic what its arithmetic has, for the note beside a rate that arithmetic limits; empty if nothing slow
 */
record Kernel(String name, OptimizerPlan plan, int slots, String arithmetic) {
    private static final double LEARNING_RATE = 1e-3;
    private static final String ROOT = "a root and a division";
    private static final String TWO_PASSES = "a second pass, since it waits for norms; ";

    /** Every kernel; a new optimizer joins with a line. */
    static final List<Kernel> ALL = List.of(
            of("sgd", new UpdateRule.Sgd(), 0, ""),
            of("momentum", new UpdateRule.Momentum(0.9), 1, ""),
            of("nesterov", new UpdateRule.Nesterov(0.9, MomentumForm.LEARNING_RATE_INSIDE), 1, ""),
            of("adagrad", new UpdateRule.AdaGrad(1e-6, 1e-6), 1, ROOT),
            of("rmsprop", new UpdateRule.RmsProp(0.95, 1e-8, 1e-8), 1, ROOT),
            of("adadelta", new UpdateRule.AdaDelta(0.95, 1e-6), 2, ROOT),
            of("adam", new UpdateRule.Adam(0.9, 0.999, 1e-8), 2, ROOT),
            regularized("adamw", new Regularization(0, 0, 0.01), ROOT),
            regularized("adam + l1 + l2", new Regularization(1e-5, 1e-4, 0), ROOT),
            clipped("adam + clipping by value", new Clipping.ByValue(1), ROOT),
            clipped("adam + clipping by norm", new Clipping.ByGlobalNorm(1), TWO_PASSES + ROOT),
            of("amsgrad", new UpdateRule.AmsGrad(0.9, 0.999, 1e-8, AdamForm.EPSILON_UNCORRECTED), 3, ROOT),
            of("nadam", new UpdateRule.Nadam(0.9, 0.999, 1e-8), 2, ROOT),
            of("adamax", new UpdateRule.AdaMax(0.9, 0.999, 1e-8), 2, "maxima and a division"),
            of("adabelief", new UpdateRule.AdaBelief(0.9, 0.999, 1e-14), 2, ROOT),
            of("lars", new UpdateRule.Lars(0.9, 0.001), 1, TWO_PASSES + "norms in double"),
            of("lamb", new UpdateRule.Lamb(0.9, 0.999, 1e-6), 2, TWO_PASSES + ROOT));

    private static Kernel of(String name, UpdateRule rule, int slots, String arithmetic) {
        return new Kernel(name, OptimizerPlan.of(rule, LEARNING_RATE), slots, arithmetic);
    }

    private static SegmentPlan adam(Regularization regularization) {
        return new SegmentPlan(
                new UpdateRule.Adam(0.9, 0.999, 1e-8),
                new LearningRateSchedule.Constant(LEARNING_RATE),
                regularization);
    }

    private static Kernel regularized(String name, Regularization regularization, String arithmetic) {
        return new Kernel(name, OptimizerPlan.of(adam(regularization)), 2, arithmetic);
    }

    private static Kernel clipped(String name, Clipping clipping, String arithmetic) {
        SegmentPlan plan = adam(Regularization.NONE);
        return new Kernel(name, new OptimizerPlan(List.of(plan), clipping, new Averaging.None()), 2, arithmetic);
    }

    /** The kernel of this name. */
    static Optional<Kernel> find(String name) {
        return ALL.stream().filter(kernel -> kernel.name().equals(name)).findFirst();
    }

    /** The kernel of this name, which must be one. */
    static Kernel named(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("no kernel " + name));
    }

    /** For the note beside a low rate: what takes the time. */
    String limit() {
        return arithmetic.isEmpty() ? "a pass more over the chunk, for the learning rate" : arithmetic;
    }

    /**
     * The gradient is read; parameters and state are read and written. What waits for norms writes the update and reads
     * it again, and reads the parameters once more.
     */
    int bytesPerParameter() {
        int values = 1 + 2 + 2 * slots;
        return Float.BYTES * (waitsForNorms() ? values + 3 : values);
    }

    private boolean waitsForNorms() {
        Segment segment = new Segment("W", 0, 1, Segment.Kind.WEIGHT);
        return OptimizerChain.of(plan, new ParameterLayout(List.of(segment))).stageCount() > 1;
    }
}
