package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.protocol.ClassTally;

/**
 * What became of each class after the last step of a run: {@code recall.csv} and, where the classes are few enough for
 * a matrix, {@code confusion.csv} (a row for each true class, a column for each answer).
 */
final class ClassFiles {
    private ClassFiles() {}

    /** Writes both into the folder of a run. */
    static void write(Path folder, ClassTally tally) throws IOException {
        WholeFile.write(folder.resolve("recall.csv"), csv(List.of("class", "examples", "recall"), recall(tally)));
        if (tally.isMatrix()) {
            List<String> header = new ArrayList<>(List.of("class"));
            IntStream.range(0, tally.classCount()).mapToObj(Integer::toString).forEach(header::add);
            WholeFile.write(folder.resolve("confusion.csv"), csv(header, confusion(tally)));
        }
    }

    private static List<List<String>> recall(ClassTally tally) {
        List<List<String>> rows = new ArrayList<>();
        for (int label = 0; label < tally.classCount(); label++) {
            long examples = tally.examples(label);
            String recall =
                    examples == 0 ? Figures.NOT_APPLICABLE : Figures.of((double) tally.correct(label) / examples);
            rows.add(List.of(Integer.toString(label), Long.toString(examples), recall));
        }
        return rows;
    }

    private static List<List<String>> confusion(ClassTally tally) {
        List<List<String>> rows = new ArrayList<>();
        for (int label = 0; label < tally.classCount(); label++) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(label)));
            for (int answer = 0; answer < tally.classCount(); answer++) {
                row.add(Long.toString(tally.count(label, answer)));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String csv(List<String> header, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders(header);
        rows.forEach(writer::writeRow);
        writer.close();
        return text.toString();
    }
}
