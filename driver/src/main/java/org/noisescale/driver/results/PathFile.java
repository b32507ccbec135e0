package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code path.csv}: a row for each version of a run, from 0, with its first parameters. */
final class PathFile {
    private PathFile() {}

    /** Writes the whole file. */
    static void write(Path file, ParameterPath path) throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        List<String> header = new ArrayList<>(List.of("step"));
        for (int parameter = 1; parameter <= path.width(); parameter++) {
            header.add("parameter_" + parameter);
        }
        writer.writeHeaders(header);
        for (int row = 0; row < path.rows(); row++) {
            writer.writeRow(row(path, row));
        }
        writer.close();
        WholeFile.write(file, text.toString());
    }

    private static List<String> row(ParameterPath path, int row) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(row)));
        for (int parameter = 0; parameter < path.width(); parameter++) {
            cells.add(Float.toString(path.value(row, parameter)));
        }
        return cells;
    }
}
