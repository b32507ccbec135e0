package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** {@code asynchrony.csv}: a row for each version at which a run was looked at. */
final class NoiseBudgetFile {
    private NoiseBudgetFile() {}

    /** Writes the whole file. */
    static void write(Path file, List<NoiseBudget> budgets) throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders(
                "step", "workers", "spread_trace", "sampling_trace", "staleness_trace", "staleness_offset_squared");
        budgets.forEach(budget -> writer.writeRow(List.of(
                Long.toString(budget.step()),
                Integer.toString(budget.workers()),
                Figures.of(budget.spread()),
                Figures.of(budget.sampling()),
                Figures.of(budget.staleness()),
                Figures.of(budget.offset()))));
        writer.close();
        WholeFile.write(file, text.toString());
    }
}
