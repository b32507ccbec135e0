package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a report can draw, and of which data. */
enum Chart {
    LOSS_CURVES,
    EVALUATION_ACCURACY,
    CONFUSION_MATRIX,
    NOISE_TRACE,
    NOISE_SCALE,
    QUADRATIC_THEORY,
    CONTACT_SHEET,
    CRITICAL_BATCH_SIZE,
    STEPS_TO_TARGET;

    private static final Choice<Chart> NAMES = Choice.of(Chart.class);

    /** Reads {@code draws}; what is usual is what suits the data of some run. Throws {@link InputException}. */
    static List<String> read(Section study, List<DataPlan> data) {
        List<Chart> charts = study.list("draws", usual(data), NAMES);
        for (Chart chart : charts) {
            if (data.stream().noneMatch(chart::suits)) {
                throw study.problem(
                        List.of("draws"),
                        "draws: " + chart.word() + " does not apply to this data; there is "
                                + String.join(", ", possible(data)));
            }
        }
        if (charts.stream().distinct().count() < charts.size()) {
            throw study.problem(List.of("draws"), "draws must be different charts, was " + words(charts));
        }
        return words(charts);
    }

    private static List<Chart> usual(List<DataPlan> data) {
        List<Chart> usual = new ArrayList<>(List.of(LOSS_CURVES));
        for (Chart chart : List.of(EVALUATION_ACCURACY, QUADRATIC_THEORY, NOISE_TRACE, NOISE_SCALE)) {
            if (data.stream().anyMatch(chart::suits)) {
                usual.add(chart);
            }
        }
        if (data.stream().anyMatch(DataPlan.Strokes.class::isInstance)) {
            usual.add(CONTACT_SHEET);
        }
        if (data.stream().anyMatch(Chart::isClassifiedByUser)) {
            usual.add(CONFUSION_MATRIX);
        }
        return usual;
    }

    /** Classes that mean something to somebody; those of generated examples are all alike. */
    private static boolean isClassifiedByUser(DataPlan data) {
        return data.hasClasses() && !(data instanceof DataPlan.Strokes);
    }

    private static List<String> possible(List<DataPlan> data) {
        return NAMES.values().entrySet().stream()
                .filter(entry -> data.stream().anyMatch(entry.getValue()::suits))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> words(List<Chart> charts) {
        return charts.stream().map(Chart::word).toList();
    }

    private String word() {
        return NAMES.written(this).toString();
    }

    private boolean suits(DataPlan data) {
        return switch (this) {
            case LOSS_CURVES, NOISE_TRACE, NOISE_SCALE, CRITICAL_BATCH_SIZE, STEPS_TO_TARGET -> true;
            case EVALUATION_ACCURACY, CONFUSION_MATRIX -> data.hasClasses();
            case QUADRATIC_THEORY -> data instanceof DataPlan.Quadratic;
            case CONTACT_SHEET -> data instanceof DataPlan.Strokes || data instanceof DataPlan.Idx;
        };
    }
}
