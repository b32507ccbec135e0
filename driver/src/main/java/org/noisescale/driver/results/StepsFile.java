package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/** {@code steps.csv}: a row a step, written as the run goes on. */
public final class StepsFile implements AutoCloseable {
    /** Of a regression. */
    static final List<String> REGRESSION_COLUMNS = List.of("evaluation_r_squared", "evaluation_mean_absolute_error");

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

    private static final List<String> UPDATE_COLUMNS =
            List.of("parameter_norm_squared", "update_norm_squared", "parameter_update_product");

    private final CsvWriter writer;
    private final List<Segment> segments;
    private final boolean measured;
    private final boolean regression;

    /**
     * Begins the file, with columns for each trainable segment of the layout; an older one is overwritten.
     *
     * @param measured whether noise can be measured; its columns are empty otherwise
     * @param task a regression has columns of its own behind all others
     */
    public StepsFile(Path file, ParameterLayout layout, boolean measured, LabelPlan.Task task) throws IOException {
        this.measured = measured;
        regression = task == LabelPlan.Task.REGRESSION;
        segments = layout.segments();
        Writer target = Files.newBufferedWriter(file);
        writer = new CsvWriter(target, settings());
        writer.writeHeaders(header());
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(COLUMNS);
        for (Segment segment : segments) {
            if (isTrainable(segment)) {
                header.add("gradient_norm_squared." + segment.name());
                header.add("noise_trace." + segment.name());
            }
        }
        header.addAll(UPDATE_COLUMNS);
        if (regression) {
            header.addAll(REGRESSION_COLUMNS);
        }
        return header;
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
        cells.add(Figures.NOT_APPLICABLE);
        cells.add(Figures.of(row.report().loss()));
        cells.add(Figures.of(row.report().learningRate()));
        addNoise(cells, row.report().total());
        cells.add("0");
        addEvaluation(cells, row.evaluation());
        for (int i = 0; i < segments.size(); i++) {
            if (isTrainable(segments.get(i))) {
                addNoise(cells, row.report().segments().get(i));
            }
        }
        addUpdate(cells, row.report().update());
        if (regression) {
            cells.add(figure(row.evaluation(), Evaluation::rSquared));
            cells.add(figure(row.evaluation(), Evaluation::meanAbsoluteError));
        }
        writer.writeRow(cells);
    }

    private static String figure(Optional<Evaluation> evaluation, Function<Evaluation, OptionalDouble> figure) {
        return evaluation.map(figure).map(Figures::of).orElse(Figures.NOT_APPLICABLE);
    }

    private void addNoise(List<String> cells, NoiseReading reading) {
        cells.add(measured ? Figures.of(reading.gradientNormSquared()) : Figures.NOT_APPLICABLE);
        cells.add(measured ? Figures.of(reading.noiseTrace()) : Figures.NOT_APPLICABLE);
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

    @Override
    public void close() {
        writer.close();
    }
}
