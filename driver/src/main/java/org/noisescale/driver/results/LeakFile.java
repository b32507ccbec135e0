package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.LeakReading;

/** {@code leak.csv}: a row for each batch that examples visited. */
final class LeakFile {
    private LeakFile() {}

    /** Writes the whole file. */
    static void write(Path file, List<LeakReading> readings) throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders("batch", "virtual_workers", "asked", "told");
        for (int batch = 0; batch < readings.size(); batch++) {
            LeakReading reading = readings.get(batch);
            writer.writeRow(batch, reading.workers(), reading.asked(), reading.told());
        }
        writer.close();
        WholeFile.write(file, text.toString());
    }
}
