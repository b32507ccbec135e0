package org.noisescale.driver.study;

import java.util.List;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;

/** Reads the section {@code optimizer.schedule}. */
final class ScheduleReader {
    private static final ValueType.Decimal FRACTION = new ValueType.Decimal(NumberRange.DECAY);
    private static final ValueType.Whole COUNT = new ValueType.Whole(TrainingPlan.STEPS);
    private static final WholeRange WARMUP = new WholeRange(0, TrainingPlan.STEPS.max());
    private static final String STEPS = "steps";
    private static final String WARMUP_STEPS = "warmupSteps";

    private final Section schedule;
    private final double rate;
    private final int trainingSteps;

    private ScheduleReader(Section schedule, double rate, int trainingSteps) {
        this.schedule = schedule;
        this.rate = rate;
        this.trainingSteps = trainingSteps;
    }

    /**
     * The schedule that the section describes.
     *
     * @param rate its greatest learning rate
     * @throws InputException if the section is wrong
     * @throws IllegalArgumentException if the rate is
     */
    static LearningRateSchedule read(Section schedule, double rate, int trainingSteps) {
        return new ScheduleReader(schedule, rate, trainingSteps).schedule();
    }

    private LearningRateSchedule schedule() {
        String kind = schedule.kind("constant");
        long warmupSteps = schedule.value(WARMUP_STEPS, 0L, new ValueType.Whole(WARMUP));
        double warmupFrom = schedule.value("warmupFrom", 0.0, FRACTION);
        LearningRateSchedule decay = decay(kind, warmupSteps);
        return warmupSteps == 0 ? decay : new LearningRateSchedule.WarmUp(decay, warmupSteps, warmupFrom);
    }

    private LearningRateSchedule decay(String kind, long warmupSteps) {
        return switch (kind) {
            case "constant" -> new LearningRateSchedule.Constant(rate);
            case "linear" -> new LearningRateSchedule.Linear(rate, length(warmupSteps), finalFraction());
            case "cosine" -> new LearningRateSchedule.Cosine(rate, length(warmupSteps), finalFraction());
            case "step" ->
                new LearningRateSchedule.Step(
                        rate,
                        schedule.value("every", Math.max(1L, trainingSteps / 3), COUNT),
                        schedule.value("factor", 0.1, new ValueType.Decimal(NumberRange.FRACTION)));
            case "inverse-square-root" ->
                new LearningRateSchedule.InverseSquareRoot(
                        rate, schedule.value("timescale", Math.max(1, warmupSteps), COUNT));
            default -> throw new IllegalStateException("optimizer.schedule.kind must have a reader, was " + kind);
        };
    }

    /** How long a decay is that begins with the last step of the warm-up and ends with the schedule. */
    private long length(long warmupSteps) {
        long steps = schedule.value(STEPS, (long) trainingSteps, COUNT);
        if (warmupSteps > steps) {
            throw schedule.problem(
                    List.of(WARMUP_STEPS, STEPS),
                    "optimizer.schedule.warmupSteps must be at most the " + steps + " steps of the schedule, was "
                            + warmupSteps);
        }
        return steps - Math.max(0, warmupSteps - 1);
    }

    private double finalFraction() {
        return schedule.value("finalFraction", 0.0, FRACTION);
    }
}
