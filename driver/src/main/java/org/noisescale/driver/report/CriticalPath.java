package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.MovingAverage;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.analysis.Thinning;

/** What bounded the steps: the parts of the way through the slowest worker and the busiest shard. */
final class CriticalPath implements Drawing {
    private static final String ID = "critical-path";
    private static final String TITLE = "What bounded the steps";
    private static final List<String> PARTS = List.of("compute", "push", "aggregate", "pull");
    private static final double SMOOTHED_SHARE = 0.02;
    private static final double MS = 1e3;

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Timed> timed = comparison.groups().stream()
                .flatMap(group -> group.runs().stream()
                        .flatMap(run ->
                                group.study().findTimings(run).stream().map(timings -> new Timed(group, timings))))
                .toList();
        if (timed.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The runs recorded no times.");
        }
        Timed longest = timed.stream()
                .max(Comparator.comparingInt(run -> run.timings.rowCount()))
                .orElseThrow();
        Page.Chart chart = new Page.Chart(
                ID,
                longest.group.isNamed() ? longest.group.label() : "",
                List.of(Page.Axis.linear("step")),
                Page.Axis.linear("ms").withSwitch(),
                longest.curves(),
                List.of());
        String caption =
                "A step's way leads through the worker that was the last to have computed and pushed, the shard"
                        + " that was busiest, and back. The curves are a moving average. The busiest shard's time is counted as"
                        + " far as that worker waited for it; the rest of the wait is the pull.";
        return new Page.Section(
                ID, TITLE, caption, timed.stream().limit(1).map(Timed::sentence).toList(), List.of(chart), List.of());
    }

    /** Whether some run of a study recorded its times. */
    static boolean isRecorded(StudyResults study) {
        return study.runs().stream().anyMatch(run -> study.findTimings(run).isPresent());
    }

    /** A run with its times. */
    private record Timed(RunGroup group, CsvTable timings) {

        private List<Page.Series> curves() {
            int rows = timings.rowCount();
            int[] drawn = Thinning.evenly(rows, Curves.POINTS_MAX);
            double[] steps = timings.numbers("step");
            List<Page.Series> curves = new ArrayList<>();
            for (String part : PARTS) {
                double[] seconds = MovingAverage.of(
                        timings.numbers(part + "_seconds"), (int) Math.round(rows * SMOOTHED_SHARE / 2));
                curves.add(new Page.Series(
                        part,
                        new Page.Look(curves.size(), 0.5),
                        Page.Style.LINE,
                        List.of(IntStream.of(drawn).mapToObj(i -> steps[i]).toList()),
                        IntStream.of(drawn).mapToObj(i -> seconds[i] * MS).toList(),
                        List.of(),
                        List.of()));
            }
            return curves;
        }

        private String sentence() {
            Map.Entry<String, Long> worker = mostFrequent("slowest_worker");
            Map.Entry<String, Long> part = mostFrequent("bound_by");
            String parts = PARTS.stream()
                    .map(name -> name + " " + FigureText.significant(median(name + "_seconds") * MS, 2))
                    .collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "Most steps%s were bound by %s (%s of them); worker %s was the slowest in %s. In the median a step"
                            + " took, in ms: %s; the first worker waited %s for the slowest.",
                    group.isNamed() ? " at " + group.label() : "",
                    part.getKey(),
                    share(part.getValue()),
                    worker.getKey(),
                    share(worker.getValue()),
                    parts,
                    FigureText.significant(median("wait_seconds") * MS, 2));
        }

        private String share(long count) {
            return FigureText.percent((double) count / timings.rowCount());
        }

        private Map.Entry<String, Long> mostFrequent(String column) {
            Map<String, Long> counts = IntStream.range(0, timings.rowCount())
                    .mapToObj(row -> timings.text(row, column))
                    .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
            return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        }

        private double median(String column) {
            double[] sorted = Arrays.stream(timings.numbers(column)).sorted().toArray();
            return DoubleStream.of(sorted)
                    .skip((sorted.length - 1) / 2)
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }
}
