package org.noisescale.driver.selftest;

import java.util.function.UnaryOperator;
import org.noisescale.driver.job.RunRevision;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.worker.objective.ObjectivePlan;

/** Faults as revisions of a run. */
final class RuleFault {
    private RuleFault() {}

    /** A fault of the workers. */
    static RunRevision objective(ObjectiveFault.Kind fault) {
        return objective(fault, UnaryOperator.identity());
    }

    /** A fault of the workers, and what the meter makes of it. */
    static RunRevision objective(ObjectiveFault.Kind fault, UnaryOperator<NoiseMeter> meter) {
        return new RunRevision() {
            @Override
            public ObjectivePlan objective(ObjectivePlan planned) {
                return new AlteredObjective(planned, fault);
            }

            @Override
            public ServerPlan.Rules rules(ServerPlan.Rules planned) {
                return with(planned, planned.optimizer(), meter.apply(planned.meter()));
            }
        };
    }

    /** Another meter. */
    static RunRevision meter(UnaryOperator<NoiseMeter> meter) {
        return new RunRevision() {
            @Override
            public ServerPlan.Rules rules(ServerPlan.Rules planned) {
                return with(planned, planned.optimizer(), meter.apply(planned.meter()));
            }
        };
    }

    /** Another optimizer. */
    static RunRevision optimizer(OptimizerPlan optimizer) {
        return new RunRevision() {
            @Override
            public ServerPlan.Rules rules(ServerPlan.Rules planned) {
                return with(planned, optimizer, planned.meter());
            }
        };
    }

    private static ServerPlan.Rules with(ServerPlan.Rules planned, OptimizerPlan optimizer, NoiseMeter meter) {
        return new ServerPlan.Rules(
                optimizer,
                planned.synchronization(),
                meter,
                planned.evaluateEvery(),
                planned.seating(),
                planned.followedOrNull());
    }

    /** Divides by W instead of W − 1. */
    static NoiseMeter dividingByTheCount(int virtualWorkers) {
        return (weighted, squared, examples) -> {
            double trace = (weighted - squared / examples) / virtualWorkers;
            return new NoiseReading(trace, squared / examples / examples - trace / examples);
        };
    }

    /**
     * Thinks that every slice had a W-th of the batch; the workers have sent their mean gradients as one example each.
     */
    static NoiseMeter pretendingEqualSlices(NoiseMeter right, double sliceSize) {
        return (weighted, squared, examples) -> {
            NoiseReading reading = right.read(weighted, squared, examples);
            return new NoiseReading(reading.noiseTrace() * sliceSize, reading.gradientNormSquared());
        };
    }

    /**
     * Appendix A.1 of McCandlish et al. with one worker of b examples as the small batch: unbiased, but far noisier. A
     * step's segment and total are read one after the other and are the same here, for there is one segment.
     */
    static final class OneWorkerAsSmallBatch implements NoiseMeter {
        private final double small;
        private double lastWeighted = Double.NaN;
        private long step = -1;

        OneWorkerAsSmallBatch(double small) {
            this.small = small;
        }

        @Override
        public NoiseReading read(double weighted, double squared, long examples) {
            step += weighted == lastWeighted ? 0 : 1;
            lastWeighted = weighted;
            double one = ObjectiveFault.FIRST_SQUARED_NORMS.getOrDefault(step, Double.NaN) / small / small;
            double all = squared / examples / examples;
            return new NoiseReading(
                    (one - all) / (1 / small - 1.0 / examples), (examples * all - small * one) / (examples - small));
        }
    }
}
