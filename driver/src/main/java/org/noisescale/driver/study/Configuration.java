package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.Objects;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.synchronization.Admission;

/**
 * Everything that determines one training but its seed.
 *
 * @param data where the examples come from
 * @param model what is trained; quadratic if and only if the data is, linear if the data is least squares
 * @param optimizer how the server applies a gradient; has no say where a {@link ModelPlan.Dl4j} has its own updaters
 * @param training how the work is cut and shared
 * @param curvature whether and how the curvature of the loss is measured
 * @param statistics what is measured of the statistics of BatchNormalization
 */
public record Configuration(
        DataPlan data,
        ModelPlan model,
        OptimizerPlan optimizer,
        TrainingPlan training,
        CurvaturePlan curvature,
        BatchNormMeasures statistics)
        implements Serializable {
    /** Without measurements of the statistics of BatchNormalization. */
    public Configuration(
            DataPlan data, ModelPlan model, OptimizerPlan optimizer, TrainingPlan training, CurvaturePlan curvature) {
        this(data, model, optimizer, training, curvature, BatchNormMeasures.none());
    }

    /** Checks what no part can check alone. */
    public Configuration {
        Objects.requireNonNull(optimizer);
        if (data instanceof DataPlan.Quadratic != model instanceof ModelPlan.Quadratic) {
            throw new IllegalArgumentException("model.kind quadratic and data.source quadratic need each other");
        }
        if (data instanceof DataPlan.LeastSquares && !(model instanceof ModelPlan.Linear)) {
            throw new IllegalArgumentException("model.kind must be linear with data.source least-squares");
        }
        if (model.isClassifier() && data.task() == LabelPlan.Task.REGRESSION) {
            throw new IllegalArgumentException("a model with softmax outputs is for classes, not for regression");
        }
        if (!data.hasClasses() && training.target() instanceof Target.Accuracy) {
            throw new IllegalArgumentException(
                    "training.target.evaluationAccuracy does not apply to this data, which has no classes");
        }
        model.batchNorm().require(training);
        statistics.require(model.batchNorm(), training);
        requireSimulable(optimizer, training, curvature);
        if (data instanceof DataPlan.Strokes strokes) {
            requireFullBatch(strokes, training);
        }
    }

    /**
     * Whether the noise can be read from how gradients at a version differ, which must be independent: those of virtual
     * workers that share the statistics of BatchNormalization are not, but several groups of them are, and two batches.
     */
    public boolean measuresNoise() {
        return measuresEveryStep() || (training.cluster().measuresNoise() && statistics.every() > 0);
    }

    /** Whether it can be read from every step. */
    public boolean measuresEveryStep() {
        TrainingPlan.Cluster cluster = training.cluster();
        return cluster.measuresNoise()
                && model.batchNorm().dependentWorkers(cluster.virtualWorkers()) < cluster.virtualWorkers();
    }

    /** Whether virtual workers share statistics, so that what is read from their spread is biased. */
    public boolean sharesStatistics() {
        return model.batchNorm().isShared(training.cluster().virtualWorkers());
    }

    /** To divide gradients is to divide the learning rate only where the update is a linear function of them. */
    private static void requireSimulable(OptimizerPlan optimizer, TrainingPlan training, CurvaturePlan curvature) {
        if (training.cluster().isSeated() && curvature.isAsked()) {
            throw new IllegalArgumentException("measure.curvature is for rule bsp on a real cluster, whose workers all"
                    + " hold the same version, and for every rule on a simulated one, which can follow the log of a real"
                    + " run (training.replay); training.synchronization was "
                    + training.cluster().synchronization().rule());
        }
        requireObservable(training.cluster());
        boolean linear = optimizer.segments().stream()
                .map(SegmentPlan::rule)
                .allMatch(rule -> rule instanceof UpdateRule.Sgd
                        || rule instanceof UpdateRule.Momentum
                        || rule instanceof UpdateRule.Nesterov);
        if (training.cluster().synchronization().asynchrony().stalenessAware() && !linear) {
            throw new IllegalArgumentException(
                    "training.synchronization.stalenessAware is for optimizers sgd, momentum and nesterov; others make"
                            + " of a smaller gradient the same update");
        }
    }

    /** Two halves of one worker's batch tell its sampling noise; and only stale gradients have another one. */
    private static void requireObservable(TrainingPlan.Cluster cluster) {
        if (!(cluster.pace() instanceof TrainingPlan.Pace.Simulated simulated)
                || simulated.observation().every() == 0) {
            return;
        }
        if (cluster.synchronization().policy().admit(0, 1) != Admission.ADMIT || cluster.workers() < 2) {
            throw new IllegalArgumentException(
                    "measure.asynchrony is for several workers under a rule that takes stale gradients, was "
                            + cluster.synchronization().rule() + " with " + cluster.workers());
        }
        if (cluster.virtualWorkers() < 2 * cluster.workers()) {
            throw new IllegalArgumentException("measure.asynchrony needs two virtual workers a worker,"
                    + " training.virtualWorkers of at least " + 2 * cluster.workers() + ", was "
                    + cluster.virtualWorkers());
        }
    }

    private static void requireFullBatch(DataPlan.Strokes strokes, TrainingPlan training) {
        int left = strokes.examples() - strokes.evaluation().heldOut(strokes.examples());
        if (training.sampling() == TrainingPlan.Sampling.WITHOUT_REPLACEMENT && training.batchSize() > left) {
            throw new IllegalArgumentException("training.batchSize must be at most the " + left
                    + " training examples of an epoch when training.sampling is without-replacement, was "
                    + training.batchSize());
        }
    }
}
