package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.results.StalenessReport.Counts;

/** {@code staleness.csv}: how often each worker's pushes, and those of all, were how stale when they were applied. */
final class StalenessFile {
    private static final String ALL = "all";

    private StalenessFile() {}

    /** Writes the whole file. */
    static void write(Path file, StalenessReport report) throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders("worker", "staleness", "count");
        List<Counts> counts = report.counts();
        int workers = counts.size() - 1;
        for (int worker = 0; worker <= workers; worker++) {
            write(writer, worker == workers ? ALL : Integer.toString(worker), counts.get(worker));
        }
        writer.close();
        WholeFile.write(file, text.toString());
    }

    private static void write(CsvWriter writer, String worker, Counts counts) {
        for (int i = 0; i < counts.staleness().size(); i++) {
            writer.writeRow(List.of(
                    worker,
                    counts.staleness().get(i).toString(),
                    counts.count().get(i).toString()));
        }
    }
}
