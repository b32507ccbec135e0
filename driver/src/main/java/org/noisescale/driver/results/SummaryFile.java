package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.study.Axis;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;

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
            "examples_per_second");

    private final Path file;
    private final Study study;
    private final List<String> header;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();

    /** Takes over the rows that are there already. */
    SummaryFile(Path file, Study study) {
        this.file = file;
        this.study = study;
        header = new ArrayList<>(List.of("run"));
        study.sweep().stream().map(Axis::key).forEach(header::add);
        header.addAll(FIGURES);
        if (Files.exists(file)) {
            CsvTable table = CsvTable.read(file);
            for (int row = 0; row < table.rowCount(); row++) {
                int position = row;
                List<String> cells = header.stream()
                        .map(column -> table.text(position, column))
                        .toList();
                rows.put(cells.get(0), cells);
            }
        }
    }

    Set<String> finished() {
        return rows.keySet();
    }

    void add(RunSummary summary) throws IOException {
        rows.put(summary.plan().id(), cells(summary));
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders(header);
        study.runs().stream().map(RunPlan::id).filter(rows::containsKey).forEach(id -> writer.writeRow(rows.get(id)));
        writer.close();
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text.toString());
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> cells(RunSummary summary) {
        List<String> cells = new ArrayList<>(List.of(summary.plan().id()));
        cells.addAll(summary.plan().swept().values());
        cells.add(Long.toString(summary.plan().seed()));
        cells.add(Long.toString(summary.effort().steps()));
        cells.add(Long.toString(summary.effort().examples()));
        cells.add(Figures.seconds(summary.effort().wallSeconds()));
        cells.add(Figures.NOT_APPLICABLE);
        cells.add(Figures.always(summary.losses().trainingLoss()));
        cells.add(Figures.always(summary.losses().evaluationLoss()));
        cells.add(Figures.of(summary.losses().evaluationAccuracy()));
        cells.add(Figures.of(summary.noise().gradientNormSquared()));
        cells.add(Figures.of(summary.noise().noiseTrace()));
        cells.add(Figures.of(summary.scale().value()));
        cells.add(Figures.of(summary.scale().low()));
        cells.add(Figures.of(summary.scale().high()));
        cells.add(summary.parametersSha256());
        cells.add(Figures.of(summary.effort().examplesPerSecond()));
        return cells;
    }
}
