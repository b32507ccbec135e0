package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.noisescale.driver.analysis.StationarityRatio;

/** Whether each segment is at rest: its stationarity ratio, the mean over seeds. */
final class RestTable {
    private static final String ID = "stationarity";
    private static final int ROWS_MAX = 60;
    private static final List<String> COLUMNS =
            List.of("runs", "segment", "2⟨θ·u⟩/⟨|u|²⟩", "standard error", "z", "at rest?");

    private RestTable() {}

    /** The table; empty if no run said anything. */
    static Optional<Page.Table> of(List<RunGroup> groups) {
        List<List<String>> rows = new ArrayList<>();
        for (RunGroup group : groups) {
            for (String segment : segments(group)) {
                rows.add(row(group, segment));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(new Page.Table(
                        ID,
                        "At rest? Over the second half of a run 2⟨θ·u⟩/⟨|u|²⟩ is 1 for any optimizer whose parameters are"
                                + " stationary (Yaida 2018), above 1 while |θ|² falls, below while it grows;"
                                + " z = (ratio − 1)/standard error"
                                + (rows.size() > ROWS_MAX ? " (the first " + ROWS_MAX + " rows)" : ""),
                        COLUMNS,
                        rows.subList(0, Math.min(ROWS_MAX, rows.size()))));
    }

    private static Set<String> segments(RunGroup group) {
        Set<String> segments = new LinkedHashSet<>();
        group.runs()
                .forEach(run -> segments.addAll(group.study().stationarity(run).keySet()));
        return segments;
    }

    private static List<String> row(RunGroup group, String segment) {
        List<StationarityRatio> ratios = group.runs().stream()
                .flatMap(run ->
                        Optional.ofNullable(group.study().stationarity(run).get(segment)).stream())
                .toList();
        double mean =
                ratios.stream().mapToDouble(StationarityRatio::value).average().orElse(Double.NaN);
        double squares = ratios.stream()
                .mapToDouble(ratio -> ratio.standardError() * ratio.standardError())
                .sum();
        StationarityRatio all = new StationarityRatio(mean, Math.sqrt(squares) / ratios.size());
        return List.of(
                group.label(),
                segment,
                FigureText.fixed(all.value(), 4),
                FigureText.significant(all.standardError(), 2),
                FigureText.fixed(all.z(), 2),
                Math.abs(all.z()) < Overlay.Z_MAX ? "yes" : "no");
    }
}
