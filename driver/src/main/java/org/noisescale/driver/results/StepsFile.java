package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/** {@code steps.csv}: a row a step, written as the run goes on. */
public final class StepsFile implements AutoCloseable {
    private static final List<String> NO_READING = List.of(Figures.NOT_APPLICABLE, Figures.NOT_APPLICABLE);

    private final CsvWriter writer;
    private final FileChannel channel;
    private final StepsColumns columns;

    /** Begins the file; an older one is overwritten. */
    public StepsFile(Path file, StepsColumns columns) throws IOException {
        this(file, columns, 0);
    }

    /** Goes on with a file behind its first so many bytes, which are the header and some rows; the rest goes. */
    StepsFile(Path file, StepsColumns columns, long kept) throws IOException {
        this.columns = columns;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .truncate(kept)
                .position(kept);
        writer = new CsvWriter(
                new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8)),
                settings());
        if (kept == 0) {
            writer.writeHeaders(columns.header());
        }
    }

    private static boolean isTrainable(Segment segment) {
        return segment.kind().isTrainable();
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
        cells.add(row.simulated()
                .map(StepMoment::simulatedSeconds)
                .filter(seconds -> !Double.isNaN(seconds))
                .map(Figures::seconds)
                .orElse(Figures.NOT_APPLICABLE));
        cells.add(Figures.of(row.report().loss()));
        cells.add(Figures.of(row.report().learningRate()));
        addNoise(cells, row.report().total());
        cells.add(
                row.simulated().map(StepMoment::stalenessMean).map(Figures::of).orElse("0"));
        addEvaluation(cells, row.evaluation());
        List<Segment> segments = columns.layout().segments();
        for (int i = 0; i < segments.size(); i++) {
            if (isTrainable(segments.get(i))) {
                addNoise(cells, row.report().segments().get(i));
            }
        }
        addUpdate(cells, row.report().update());
        if (columns.local()) {
            cells.add(row.simulated().map(StepMoment::spread).map(Figures::of).orElse(Figures.NOT_APPLICABLE));
        }
        if (columns.biased()) {
            addReading(cells, row.report().biased().orElseThrow());
        }
        if (columns.isRegression()) {
            cells.add(figure(row.evaluation(), Evaluation::rSquared));
            cells.add(figure(row.evaluation(), Evaluation::meanAbsoluteError));
        }
        writer.writeRow(cells);
    }

    private static String figure(Optional<Evaluation> evaluation, Function<Evaluation, OptionalDouble> figure) {
        return evaluation.map(figure).map(Figures::of).orElse(Figures.NOT_APPLICABLE);
    }

    private void addNoise(List<String> cells, NoiseReading reading) {
        if (columns.measured() == StepsColumns.Measured.NEVER
                || (columns.measured() == StepsColumns.Measured.SOMETIMES && Double.isNaN(reading.noiseTrace()))) {
            cells.addAll(NO_READING);
        } else {
            addReading(cells, reading);
        }
    }

    private static void addReading(List<String> cells, NoiseReading reading) {
        cells.add(Figures.of(reading.gradientNormSquared()));
        cells.add(Figures.of(reading.noiseTrace()));
    }

    private static void addUpdate(List<String> cells, UpdateFigures update) {
        cells.add(Figures.of(update.parameterNormSquared()));
        cells.add(Figures.of(update.updateNormSquared()));
        cells.add(Figures.of(update.parameterUpdateProduct()));
    }

    private static void addEvaluation(List<String> cells, Optional<Evaluation> evaluation) {
        cells.add(evaluation.map(Evaluation::loss).map(Figures::of).orElse(Figures.NOT_APPLICABLE));
        cells.add(figure(evaluation, Evaluation::accuracy));
    }

    /** Returns when all rows so far would survive a loss of power. */
    public void force() throws IOException {
        writer.flush();
        channel.force(false);
    }

    @Override
    public void close() {
        writer.close();
    }
}
