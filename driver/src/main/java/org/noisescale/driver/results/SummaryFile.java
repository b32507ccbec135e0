package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.noise.NoiseScale;

/**
 * {@code summary.csv}: a row for each finished run, in the study's order. The file is replaced as a whole, so that it
 * is complete whenever somebody looks; a run that has a row is finished.
 */
final class SummaryFile {
    private static final List<String> FIGURES = List.of(
            "seed",
            "steps",
            "examples",
            "wall_seconds",
            "simulated_seconds",
            "training_loss",
            "evaluation_loss",
            "evaluation_accuracy",
            "gradient_norm_squared",
            "noise_trace",
            "noise_scale",
            "noise_scale_low",
            "noise_scale_high",
            "parameters_sha256",
            "examples_per_second",
            "steps_to_target",
            "examples_to_target",
            "stationarity_residual",
            "stationarity_bound",
            "staleness_mean");

    private static final List<String> NO_NOISE = Collections.nCopies(5, Figures.NOT_APPLICABLE);

    private final Path file;
    private final Study study;
    private final List<String> header;
    private final boolean regression;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /** Takes over the rows that are there already. */
    SummaryFile(Path file, Study study) {
        this.file = file;
        this.study = study;
        header = new ArrayList<>(List.of("run"));
        header.addAll(study.variedKeys());
        header.addAll(FIGURES);
        regression =
                study.runs().stream().anyMatch(run -> run.configuration().data().task() == LabelPlan.Task.REGRESSION);
        if (regression) {
            header.addAll(StepsColumns.REGRESSION);
        }
        if (Files.exists(file)) {
            CsvTable table = CsvTable.read(file);
            for (int row = 0; row < table.rowCount(); row++) {
                int position = row;
                List<String> cells = header.stream()
                        .map(column -> table.has(column) ? table.text(position, column) : Figures.NOT_APPLICABLE)
                        .toList();
                rows.put(cells.get(0), cells);
            }
        }
    }

    /** Whether a run has a row. */
    boolean has(RunPlan run) {
        return rows.containsKey(run.id());
    }

    void add(RunSummary summary) throws IOException {
        rows.put(summary.plan().id(), cells(summary));
        write();
    }

    /** Removes the row of a run that is repeated, if it has one. */
    void remove(RunPlan run) throws IOException {
        if (rows.remove(run.id()) != null) {
            write();
        }
    }

    private void write() throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders(header);
        study.runs().stream().map(RunPlan::id).filter(rows::containsKey).forEach(id -> writer.writeRow(rows.get(id)));
        writer.close();
        WholeFile.write(file, text.toString());
    }

    private List<String> cells(RunSummary summary) {
        List<String> cells = new ArrayList<>(List.of(summary.plan().id()));
        cells.addAll(summary.plan().swept().values());
        cells.add(Long.toString(summary.plan().seed()));
        cells.add(Long.toString(summary.effort().steps()));
        cells.add(Long.toString(summary.effort().examples()));
        cells.add(Figures.seconds(summary.effort().wallSeconds()));
        cells.add(summary.virtualTime()
                .map(RunSummary.VirtualTime::seconds)
                .filter(seconds -> !Double.isNaN(seconds))
                .map(Figures::seconds)
                .orElse(Figures.NOT_APPLICABLE));
        cells.add(Figures.of(summary.trainingLoss()));
        cells.add(Figures.of(summary.evaluation().loss()));
        cells.add(Figures.of(summary.evaluation().accuracy()));
        cells.addAll(summary.noise().map(SummaryFile::figures).orElse(NO_NOISE));
        cells.add(summary.parametersSha256());
        cells.add(Figures.of(summary.effort().examplesPerSecond()));
        cells.add(toTarget(summary, summary.effort().steps()));
        cells.add(toTarget(summary, summary.effort().examples()));
        cells.add(Figures.of(summary.stationarity().residual()));
        cells.add(Figures.of(summary.stationarity().bound()));
        cells.add(summary.virtualTime()
                .map(RunSummary.VirtualTime::stalenessMean)
                .map(Figures::of)
                .orElse("0"));
        if (regression) {
            cells.add(Figures.of(summary.evaluation().rSquared()));
            cells.add(Figures.of(summary.evaluation().meanAbsoluteError()));
        }
        return cells;
    }

    private static String toTarget(RunSummary summary, long taken) {
        return switch (summary.effort().attainment()) {
            case NO_TARGET -> Figures.NOT_APPLICABLE;
            case REACHED -> Long.toString(taken);
            case NOT_REACHED -> Figures.of(Double.POSITIVE_INFINITY);
        };
    }

    private static List<String> figures(RunSummary.Noise noise) {
        NoiseScale scale = noise.scale();
        return List.of(
                Figures.of(noise.mean().gradientNormSquared()),
                Figures.of(noise.mean().noiseTrace()),
                Figures.of(scale.value()),
                end(scale, scale.low()),
                end(scale, scale.high()));
    }

    /** Too few steps give a noise scale but no interval. */
    private static String end(NoiseScale scale, double end) {
        return Double.isNaN(end) && !Double.isNaN(scale.value()) ? Figures.NOT_APPLICABLE : Figures.of(end);
    }
}
