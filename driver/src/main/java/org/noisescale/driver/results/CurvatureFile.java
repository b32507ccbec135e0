package org.noisescale.driver.results;

import com.univocity.parsers.csv.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.noisescale.driver.analysis.curvature.CurvatureReading;
import org.noisescale.driver.analysis.curvature.CurvatureReading.Eigenvalue;

/** {@code curvature.csv}: a row for each version of a run that was measured. */
final class CurvatureFile {
    private static final List<String> COLUMNS = List.of(
            "step",
            "gradient_norm_squared",
            "noise_trace",
            "gradient_curvature",
            "gradient_curvature_error",
            "noise_curvature",
            "noise_curvature_error",
            "b_simple",
            "b_noise",
            "epsilon_max");

    private CurvatureFile() {}

    /** Writes the whole file; there is at least one reading, and all have as many eigenvalues. */
    static void write(Path file, List<CurvatureReading> readings) throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text, StepsFile.settings());
        writer.writeHeaders(header(readings.get(0).eigenvalues().size()));
        readings.forEach(reading -> writer.writeRow(row(reading)));
        writer.close();
        WholeFile.write(file, text.toString());
    }

    private static List<String> header(int eigenvalues) {
        List<String> header = new ArrayList<>(COLUMNS);
        for (int k = 1; k <= eigenvalues; k++) {
            header.addAll(List.of("lambda_" + k, "lambda_error_" + k, "noise_" + k));
        }
        return header;
    }

    private static List<String> row(CurvatureReading reading) {
        List<String> row = new ArrayList<>();
        row.add(Long.toString(reading.step()));
        CurvatureReading.Gradient gradient = reading.gradient();
        CurvatureReading.Noise noise = reading.noise();
        DoubleStream.of(
                        gradient.normSquared(),
                        noise.trace(),
                        gradient.curvature(),
                        gradient.curvatureError(),
                        noise.curvature(),
                        noise.curvatureError(),
                        reading.simpleNoiseScale(),
                        reading.noiseScale(),
                        gradient.bestLearningRate())
                .mapToObj(Figures::of)
                .forEach(row::add);
        for (Eigenvalue each : reading.eigenvalues()) {
            row.addAll(List.of(Figures.of(each.value()), Figures.of(each.errorBound()), Figures.of(each.noise())));
        }
        return row;
    }
}
