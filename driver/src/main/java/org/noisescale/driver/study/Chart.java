package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/** What a report can draw, and of which data. */
enum Chart {
    LOSS_CURVES,
    EVALUATION_ACCURACY,
    CONFUSION_MATRIX,
    NOISE_TRACE,
    NOISE_SCALE,
    SHARED_NOISE,
    STATISTICS_NOISE,
    QUADRATIC_THEORY,
    CONTACT_SHEET,
    CRITICAL_BATCH_SIZE,
    STEPS_TO_TARGET,
    LOSS_OVER_TIME,
    UPDATE_TIME,
    STALENESS,
    IMPLICIT_MOMENTUM,
    NOISE_BUDGET,
    LOCAL_SPREAD,
    SHARPNESS,
    CURVED_NOISE_SCALE,
    NOISE_BY_DIRECTION,
    BATCHNORM_LEAK,
    GROUP_ACCURACY,
    GROUP_NOISE;

    private static final Choice<Chart> NAMES = Choice.of(Chart.class);
    private static final List<Chart> CURVATURE = List.of(SHARPNESS, CURVED_NOISE_SCALE, NOISE_BY_DIRECTION);
    private static final List<Chart> NORMALIZED =
            List.of(SHARED_NOISE, STATISTICS_NOISE, BATCHNORM_LEAK, GROUP_ACCURACY, GROUP_NOISE);
    private static final List<Chart> VIRTUAL =
            List.of(LOSS_OVER_TIME, UPDATE_TIME, STALENESS, IMPLICIT_MOMENTUM, NOISE_BUDGET, LOCAL_SPREAD);
    private static final List<Chart> USUAL = List.of(
            LOSS_OVER_TIME,
            EVALUATION_ACCURACY,
            QUADRATIC_THEORY,
            NOISE_TRACE,
            NOISE_SCALE,
            SHARED_NOISE,
            STATISTICS_NOISE,
            SHARPNESS,
            CURVED_NOISE_SCALE,
            NOISE_BY_DIRECTION,
            BATCHNORM_LEAK);

    /** Reads {@code draws}; what is usual is what suits some run. Throws {@link InputException}. */
    static List<String> read(Section study, List<Configuration> runs) {
        List<Chart> charts = study.list("draws", usual(runs), NAMES);
        for (Chart chart : charts) {
            if (runs.stream().noneMatch(chart::suits)) {
                throw study.problem(
                        List.of("draws"),
                        "draws: " + chart.word() + " does not apply to " + chart.condition() + "; there is "
                                + String.join(", ", possible(runs)));
            }
        }
        if (charts.stream().distinct().count() < charts.size()) {
            throw study.problem(List.of("draws"), "draws must be different charts, was " + words(charts));
        }
        return words(charts);
    }

    private static List<Chart> usual(List<Configuration> runs) {
        List<Chart> usual = new ArrayList<>(List.of(LOSS_CURVES));
        for (Chart chart : USUAL) {
            if (runs.stream().anyMatch(chart::suits)) {
                usual.add(chart);
            }
        }
        if (runs.stream().map(Configuration::data).anyMatch(DataPlan.Strokes.class::isInstance)) {
            usual.add(CONTACT_SHEET);
        }
        if (runs.stream().map(Configuration::data).anyMatch(Chart::isClassifiedByUser)) {
            usual.add(CONFUSION_MATRIX);
        }
        return usual;
    }

    /** Classes that mean something to somebody; those of generated examples are all alike. */
    private static boolean isClassifiedByUser(DataPlan data) {
        return data.hasClasses() && !(data instanceof DataPlan.Strokes || data instanceof DataPlan.RandomImages);
    }

    private static List<String> possible(List<Configuration> runs) {
        return NAMES.values().entrySet().stream()
                .filter(entry -> runs.stream().anyMatch(entry.getValue()::suits))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> words(List<Chart> charts) {
        return charts.stream().map(Chart::word).toList();
    }

    private String word() {
        return NAMES.written(this).toString();
    }

    private String condition() {
        if (VIRTUAL.contains(this)) {
            return Map.of(
                            IMPLICIT_MOMENTUM, "studies without measure.path",
                            NOISE_BUDGET, "studies without measure.asynchrony.every")
                    .getOrDefault(this, "studies without such a run");
        }
        if (NORMALIZED.contains(this)) {
            return conditionOfStatistics();
        }
        return CURVATURE.contains(this) ? "studies without measure.curvature.every" : "this data";
    }

    private String conditionOfStatistics() {
        return switch (this) {
            case SHARED_NOISE ->
                "studies in which no noise is measured under shared statistics (model.batchNorm group:N, or sync with"
                        + " measure.batchNorm.every)";
            case STATISTICS_NOISE -> "studies without measure.batchNorm.every";
            case BATCHNORM_LEAK -> "studies without measure.batchNorm.leak";
            default -> "models without model.batchNorm";
        };
    }

    private boolean suits(Configuration run) {
        DataPlan data = run.data();
        return switch (this) {
            case SHARPNESS, CURVED_NOISE_SCALE, NOISE_BY_DIRECTION ->
                run.curvature().isAsked();
            case EVALUATION_ACCURACY, CONFUSION_MATRIX -> data.hasClasses();
            case QUADRATIC_THEORY ->
                data instanceof DataPlan.Quadratic
                        && run.training().cluster().synchronization().isBulkSynchronous();
            case CONTACT_SHEET -> data instanceof DataPlan.Strokes || data instanceof DataPlan.Idx;
            default ->
                NORMALIZED.contains(this)
                        ? suitsStatistics(run)
                        : !VIRTUAL.contains(this) || suitsCluster(run.training().cluster());
        };
    }

    private boolean suitsStatistics(Configuration run) {
        boolean normalized = !run.model().batchNorm().equals(BatchNorm.NONE);
        return switch (this) {
            case SHARED_NOISE -> run.sharesStatistics() && run.measuresNoise();
            case STATISTICS_NOISE -> run.statistics().every() > 0;
            case BATCHNORM_LEAK -> run.statistics().leak() > 0;
            case GROUP_ACCURACY -> normalized && run.data().hasClasses();
            default -> normalized;
        };
    }

    private boolean suitsCluster(TrainingPlan.Cluster cluster) {
        return switch (this) {
            case STALENESS -> isStale(cluster.synchronization().policy());
            case LOCAL_SPREAD -> cluster.synchronization().isLocal();
            case IMPLICIT_MOMENTUM, NOISE_BUDGET ->
                cluster.pace() instanceof TrainingPlan.Pace.Simulated simulated
                        && (this == NOISE_BUDGET
                                        ? simulated.observation().every()
                                        : simulated.observation().path())
                                > 0;
            default -> cluster.isSimulated();
        };
    }

    /** Whether a gradient of an earlier version may count. */
    private static boolean isStale(SynchronizationPolicy policy) {
        return policy.admit(0, 1) == Admission.ADMIT;
    }
}
