package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** Reads the section {@code optimizer}. */
final class OptimizerReader {
    private static final ValueType.Decimal POSITIVE = new ValueType.Decimal(NumberRange.POSITIVE);
    private static final ValueType.Decimal NOT_NEGATIVE = new ValueType.Decimal(NumberRange.NOT_NEGATIVE);
    private static final String LEARNING_RATE = "learningRate";
    private static final String REFERENCE = "referenceBatchSize";

    private final Section optimizer;
    private final TrainingPlan training;

    private OptimizerReader(Section optimizer, TrainingPlan training) {
        this.optimizer = optimizer;
        this.training = training;
    }

    /** How a learning rate that suits one batch size becomes that of another. */
    private enum BatchScaling {
        /** It does not. */
        NONE,
        /** In proportion (Goyal et al. 2017, arXiv:1706.02677). */
        LINEAR,
        /** With the square root (Krizhevsky 2014, arXiv:1404.5997). */
        SQUARE_ROOT;

        double factor(double ratio) {
            return switch (this) {
                case NONE -> 1;
                case LINEAR -> ratio;
                case SQUARE_ROOT -> Math.sqrt(ratio);
            };
        }
    }

    /**
     * The plan that the section describes, the same for all segments; throws {@link InputException}.
     *
     * @param training whose batch size scales the learning rate and whose steps are the length of schedules
     */
    static OptimizerPlan read(Section optimizer, TrainingPlan training) {
        return new OptimizerReader(optimizer, training).plan();
    }

    private OptimizerPlan plan() {
        UpdateRuleKind kind = UpdateRuleKind.of(optimizer.kind("sgd"));
        double learningRate = optimizer.value(LEARNING_RATE, kind.learningRate(), POSITIVE);
        UpdateRule rule = optimizer.check(UpdateRuleKind.OWN_KEYS, () -> kind.read(optimizer));
        Regularization regularization = regularization(kind.weightDecay());
        double scaled = learningRate * batchFactor();
        LearningRateSchedule schedule = optimizer.check(
                List.of(LEARNING_RATE, REFERENCE),
                () -> ScheduleReader.read(optimizer.section("schedule", StudyKeys.SCHEDULE), scaled, training.steps()));
        return new OptimizerPlan(
                List.of(new SegmentPlan(rule, schedule, regularization)),
                clipping(optimizer.section("clipping", StudyKeys.CLIPPING)),
                averaging(optimizer.section("averaging", StudyKeys.AVERAGING)));
    }

    private Regularization regularization(double usualWeightDecay) {
        double l1 = optimizer.value("l1", 0.0, NOT_NEGATIVE);
        double l2 = optimizer.value("l2", 0.0, NOT_NEGATIVE);
        double weightDecay = optimizer.value("weightDecay", usualWeightDecay, NOT_NEGATIVE);
        return optimizer.check(List.of("l1", "l2", "weightDecay"), () -> new Regularization(l1, l2, weightDecay));
    }

    private double batchFactor() {
        BatchScaling scaling = optimizer.value("batchScaling", BatchScaling.NONE, Choice.of(BatchScaling.class));
        if (scaling != BatchScaling.NONE) {
            long reference = optimizer.required(REFERENCE, new ValueType.Whole(TrainingPlan.BATCH_SIZE));
            return scaling.factor((double) training.batchSize() / reference);
        }
        if (optimizer.find(REFERENCE).isPresent()) {
            throw optimizer.problem(
                    List.of(REFERENCE),
                    "optimizer.referenceBatchSize needs optimizer.batchScaling linear or square-root, was none");
        }
        return 1;
    }

    private static Clipping clipping(Section clipping) {
        String kind = clipping.kind("none");
        if (kind.equals("none")) {
            return new Clipping.None();
        }
        double threshold = clipping.value("threshold", 1.0, POSITIVE);
        return clipping.check(List.of("threshold"), () -> switch (kind) {
            case "value" -> new Clipping.ByValue(threshold);
            case "segment-norm" -> new Clipping.BySegmentNorm(threshold);
            case "global-norm" -> new Clipping.ByGlobalNorm(threshold);
            default -> throw new IllegalStateException("optimizer.clipping.kind must have a reader, was " + kind);
        });
    }

    private Averaging averaging(Section averaging) {
        String kind = averaging.kind("none");
        return switch (kind) {
            case "none" -> new Averaging.None();
            case "exponential" -> {
                double decay = averaging.value("decay", 0.999, new ValueType.Decimal(NumberRange.DECAY));
                yield averaging.check(List.of("decay"), () -> new Averaging.Exponential(decay));
            }
            case "polyak" ->
                new Averaging.Polyak(
                        averaging.value("fromStep", 1L, new ValueType.Whole(new WholeRange(1, training.steps()))));
            default -> throw new IllegalStateException("optimizer.averaging.kind must have a reader, was " + kind);
        };
    }
}
