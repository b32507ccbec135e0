package org.noisescale.driver.simulation;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.NoiseBudget;
import org.noisescale.driver.results.ParameterPath;
import org.noisescale.driver.results.StalenessReport;
import org.noisescale.parameterserver.protocol.ClassTally;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.TargetErrors;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.worker.training.ParameterSnapshot;

/** What a simulated run leaves behind. */
public final class SimulatedRun implements Serializable {
    private static final long serialVersionUID = 1;

    private final StepTable steps;
    private final List<TimedEvaluation> evaluations;
    private final float[] parameters;
    private final float[] evaluated;
    private final Traces traces;

    SimulatedRun(
            StepTable steps, List<TimedEvaluation> evaluations, float[] parameters, float[] evaluated, Traces traces) {
        this.steps = steps;
        this.evaluations = List.copyOf(evaluations);
        this.parameters = parameters;
        this.evaluated = evaluated;
        this.traces = traces;
    }

    /** What can be seen in virtual time only. */
    record Traces(
            StalenessReport staleness,
            RecordedArrivals arrivals,
            ParameterPath path,
            List<NoiseBudget> budgets,
            List<ParameterSnapshot> snapshots)
            implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /** An evaluation over all held-out examples, in a form that travels. */
    public static final class TimedEvaluation implements Serializable {
        private static final long serialVersionUID = 1;

        private final long version;
        private final long examples;
        private final double lossSum;
        private final long correct;
        private final @Nullable ClassTally classes;
        private final @Nullable TargetErrors targets;

        TimedEvaluation(long version, EvaluationSum sum) {
            this.version = version;
            examples = sum.examples();
            lossSum = sum.lossSum();
            correct = sum.correct();
            classes = sum.classes().orElse(null);
            targets = sum.targets().orElse(null);
        }

        /** After how many updates it was. */
        public long version() {
            return version;
        }

        /** The figures. */
        public EvaluationSum sum() {
            return new EvaluationSum(
                    examples, lossSum, correct, Optional.ofNullable(classes), Optional.ofNullable(targets));
        }
    }

    /** The steps. */
    public StepTable steps() {
        return steps;
    }

    /** The evaluations in order; the last one is that of the last step. */
    public List<TimedEvaluation> evaluations() {
        return evaluations;
    }

    /** The parameters after the last step; shared, not a copy. */
    public float[] parameters() {
        return parameters;
    }

    /** The parameters, or their average, that were evaluated at the end; shared, not a copy. */
    public float[] evaluated() {
        return evaluated;
    }

    /** How stale pushes were. */
    public StalenessReport staleness() {
        return traces.staleness;
    }

    /** In which order pushes arrived. */
    public RecordedArrivals arrivals() {
        return traces.arrivals;
    }

    /** The first parameters, as far as that was asked for. */
    public ParameterPath path() {
        return traces.path;
    }

    /** The parameters at the versions that were to be kept. */
    public List<ParameterSnapshot> snapshots() {
        return traces.snapshots;
    }

    /** What the spread of gradients was made of, as often as that was asked for. */
    public List<NoiseBudget> budgets() {
        return traces.budgets;
    }
}
