package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@link NormalizationBench} found, as text; all times in milliseconds. */
public final class NormalizationReport {
    private static final double TAIL = 0.99;

    private final List<Line> lines;

    NormalizationReport(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The passes on activations of one shape. */
    record Line(List<Integer> shape, Durations theirs, Durations ours) {
        String name() {
            return shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
        }

        /** How many times as fast ours are. */
        double gain() {
            return theirs.median() / ours.median();
        }
    }

    /** A line for each shape: both layers, and how many times as fast ours is. */
    public List<String> table() {
        List<String> table = new ArrayList<>();
        table.add(String.format("%-14s %6s  %-23s  %-23s", "", "", "DL4J's own, ms", "ours, ms")
                .stripTrailing());
        table.add(String.format(
                "%-14s %6s  %7s %7s %7s  %7s %7s %7s  %8s",
                "activations", "passes", "median", "least", "p99", "median", "least", "p99", "times as fast"));
        for (Line line : lines) {
            table.add(String.format(
                    Locale.ROOT,
                    "%-14s %6d  %7.3f %7.3f %7.3f  %7.3f %7.3f %7.3f  %13.1f",
                    line.name(),
                    line.ours().count(),
                    line.theirs().median(),
                    line.theirs().minimum(),
                    line.theirs().quantile(TAIL),
                    line.ours().median(),
                    line.ours().minimum(),
                    line.ours().quantile(TAIL),
                    line.gain()));
        }
        return table;
    }
}
