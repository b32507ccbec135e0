package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseReading;

/** {@code steps.csv}: a row a step, written as the run goes on. */
public final class StepsFile implements AutoCloseable {
    private static final List<String> COLUMNS = List.of(
            "step",
            "examples",
            "wall_seconds",
            "simulated_seconds",
            "loss",
            "learning_rate",
            "gradient_norm_squared",
            "noise_trace",
            "staleness_mean",
            "evaluation_loss",
            "evaluation_accuracy");

    private final CsvWriter writer;

    /** Begins the file, with columns for each trainable segment of the layout; an older one is overwritten. */
    public StepsFile(Path file, ParameterLayout layout) throws IOException {
        Writer target = Files.newBufferedWriter(file);
        writer = new CsvWriter(target, settings());
        List<String> header = new ArrayList<>(COLUMNS);
        for (Segment segment : layout.segments()) {
            if (segment.kind() == Segment.Kind.TRAINABLE) {
                header.add("gradient_norm_squared." + segment.name());
                header.add("noise_trace." + segment.name());
            }
        }
        writer.writeHeaders(header);
    }

    static CsvWriterSettings settings() {
        CsvWriterSettings settings = new CsvWriterSettings();
        settings.getFormat().setLineSeparator("\n");
        settings.setMaxColumns(100_000);
        return settings;
    }

    /** Adds a row. */
    public void write(StepRow row) {
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(row.report().step()));
        cells.add(Long.toString(row.examples()));
        cells.add(Figures.seconds(row.wallSeconds()));
        cells.add(Figures.NOT_APPLICABLE);
        cells.add(Figures.always(row.report().loss()));
        cells.add(Figures.always(row.report().learningRate()));
        add(cells, row.report().total());
        cells.add("0");
        cells.add(Figures.of(row.evaluationLoss()));
        cells.add(Figures.of(row.evaluationAccuracy()));
        row.report().segments().forEach(segment -> add(cells, segment));
        writer.writeRow(cells);
    }

    private static void add(List<String> cells, NoiseReading reading) {
        cells.add(Figures.of(reading.gradientNormSquared()));
        cells.add(Figures.of(reading.noiseTrace()));
    }

    @Override
    public void close() {
        writer.close();
    }
}
