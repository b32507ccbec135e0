package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/** All runs with the columns of {@code summary.csv} that hold anything. */
final class RunsTable {
    private RunsTable() {}

    static Page.Table of(Comparison comparison) {
        List<String> columns = columns(comparison);
        boolean several = comparison.studies().size() > 1;
        List<List<String>> rows = new ArrayList<>();
        for (StudyResults study : comparison.studies()) {
            for (RunResult run : study.runs()) {
                List<String> cells = new ArrayList<>();
                if (several) {
                    cells.add(comparison.name(study));
                }
                columns.forEach(column -> cells.add(run.summary().getOrDefault(column, "")));
                rows.add(cells);
            }
        }
        List<String> header = new ArrayList<>(columns);
        if (several) {
            header.add(0, "study");
        }
        return new Page.Table("runs", "Runs", header, rows);
    }

    private static List<String> columns(Comparison comparison) {
        Set<String> columns = new LinkedHashSet<>();
        comparison.studies().forEach(study -> columns.addAll(study.summaryColumns()));
        columns.removeIf(column -> comparison.studies().stream()
                .flatMap(study -> study.runs().stream())
                .allMatch(run -> run.summary().getOrDefault(column, "").isEmpty()));
        return List.copyOf(columns);
    }
}
