package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.CsvTable;

/** The files of a study: which there are, what their columns are, and what stands in them. */
@Timeout(120)
class ResultFilesIT {
    private static final String STUDY = """
            name: files
            question: What is left behind?
            data: {source: strokes, examples: 200}
            model: {kind: softmax}
            optimizer: {kind: sgd, learningRate: 0.05}
            training: {workers: 2, steps: 20, evaluateEvery: 8, seeds: [3, 4]}
            sweep: {training.virtualWorkers: [2, 3], training.batchSize: [8, 30]}
            """;

    private static final String RUN = "virtualWorkers=3-batchSize=30-seed=4";

    @TempDir
    private static Path temporary;

    private static Results results = new Results(Path.of(""));

    @BeforeAll
    static void runTheStudy() throws IOException {
        results = Command.run(Command.study(temporary, STUDY), temporary.resolve("out"));
    }

    @Test
    void thereAreTheStudyTheManifestTheSummaryTheReportAndTheFilesOfEachRun() throws IOException {
        List<String> ofARun = List.of("confusion.csv", "model.zip", "recall.csv", "steps.csv", "timings.csv");

        assertThat(results.files())
                .startsWith("contact-sheet.json", "manifest.json", "report.html")
                .containsAll(results.runs().stream()
                        .flatMap(run -> ofARun.stream().map(file -> "runs/" + run + "/" + file))
                        .toList())
                .endsWith("study.yaml", "summary.csv")
                .hasSize(5 + 8 * ofARun.size());
    }

    @Test
    void theSummaryHasARowForEachRunInTheOrderOfTheStudy() {
        CsvTable summary = results.summary();

        assertThat(String.join(",", summary.header()))
                .isEqualTo("run,training.virtualWorkers,training.batchSize,seed,steps,examples,wall_seconds,"
                        + "simulated_seconds,training_loss,evaluation_loss,evaluation_accuracy,gradient_norm_squared,"
                        + "noise_trace,noise_scale,noise_scale_low,noise_scale_high,parameters_sha256,"
                        + "examples_per_second,steps_to_target,examples_to_target,stationarity_residual,"
                        + "stationarity_bound,staleness_mean");
        assertThat(Results.column(summary, "training.virtualWorkers"))
                .containsExactly("2", "2", "2", "2", "3", "3", "3", "3");
        assertThat(Results.column(summary, "training.batchSize"))
                .containsExactly("8", "8", "30", "30", "8", "8", "30", "30");
        assertThat(Results.column(summary, "seed")).containsExactly("3", "4", "3", "4", "3", "4", "3", "4");
        assertThat(Results.column(summary, "steps")).containsOnly("20");
        assertThat(Results.column(summary, "examples"))
                .containsExactly("160", "160", "600", "600", "160", "160", "600", "600");
        assertThat(Results.column(summary, "simulated_seconds")).containsOnly("");
        assertThat(results.hashes())
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theStepsHaveTheirColumnsAndThoseOfEverySegment() {
        CsvTable steps = results.steps(RUN);

        assertThat(String.join(",", steps.header()))
                .isEqualTo("step,examples,wall_seconds,simulated_seconds,loss,learning_rate,gradient_norm_squared,"
                        + "noise_trace,staleness_mean,evaluation_loss,evaluation_accuracy,"
                        + "gradient_norm_squared.0_W,noise_trace.0_W,gradient_norm_squared.0_b,noise_trace.0_b,"
                        + "parameter_norm_squared,update_norm_squared,parameter_update_product");
        assertThat(steps.numbers("step")).containsExactly(counting(20, 1));
        assertThat(steps.numbers("examples")).containsExactly(counting(20, 30));
        assertThat(steps.numbers("wall_seconds")).isSorted();
        assertThat(Results.column(steps, "simulated_seconds")).containsOnly("");
        assertThat(steps.numbers("learning_rate")).containsOnly(0.05);
        assertThat(Results.column(steps, "staleness_mean")).containsOnly("0");
        assertThat(Arrays.stream(steps.numbers("loss"))).allMatch(Double::isFinite);
    }

    private static double[] counting(int count, double unit) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> unit * (i + 1));
        return values;
    }

    @Test
    void anEvaluationStandsWhereItIsDueAndAfterTheLastStep() {
        CsvTable steps = results.steps(RUN);

        for (String column : List.of("evaluation_loss", "evaluation_accuracy")) {
            List<String> cells = Results.column(steps, column);
            for (int step = 1; step <= 20; step++) {
                assertThat(cells.get(step - 1).isEmpty())
                        .as("%s of step %d", column, step)
                        .isEqualTo(step != 8 && step != 16 && step != 20);
            }
            assertThat(cells.get(19)).isEqualTo(results.summary().text(7, column));
        }
        assertThat(steps.numbers("evaluation_accuracy")[19] * 40)
                .as("of 40 held-out examples")
                .isEqualTo(Math.rint(steps.numbers("evaluation_accuracy")[19] * 40), within(1e-9));
    }

    @Test
    void theSummaryAveragesTheSteps() {
        CsvTable summary = results.summary();
        CsvTable steps = results.steps(RUN);
        double[] losses = steps.numbers("loss");

        assertThat(summary.number(7, "noise_trace")).isCloseTo(mean(steps, "noise_trace"), within(1e-9));
        assertThat(summary.number(7, "gradient_norm_squared"))
                .isCloseTo(mean(steps, "gradient_norm_squared"), within(1e-9));
        assertThat(summary.number(7, "noise_scale"))
                .isCloseTo(mean(steps, "noise_trace") / mean(steps, "gradient_norm_squared"), within(1e-6));
        assertThat(summary.number(7, "noise_scale"))
                .isBetween(summary.number(7, "noise_scale_low"), summary.number(7, "noise_scale_high"));
        assertThat(summary.number(7, "training_loss"))
                .as("the last tenth of the steps")
                .isEqualTo((losses[18] + losses[19]) / 2);
    }

    @Test
    void theNoiseOfTheSegmentsAddsUp() {
        CsvTable steps = results.steps(RUN);
        double[] whole = steps.numbers("noise_trace");
        double[] weights = steps.numbers("noise_trace.0_W");
        double[] biases = steps.numbers("noise_trace.0_b");

        for (int i = 0; i < whole.length; i++) {
            assertThat(weights[i] + biases[i]).isCloseTo(whole[i], within(1e-9 * whole[i]));
        }
    }

    private static double mean(CsvTable table, String column) {
        return Arrays.stream(table.numbers(column)).average().orElseThrow();
    }

    @Test
    void theManifestSaysWhatTheResultsDependOn() throws IOException {
        JsonNode manifest = results.manifest();
        JsonNode session = manifest.path("sessions").path(0);
        JsonNode run = session.path("runs").path(7);

        assertThat(manifest.path("study").asText()).isEqualTo("files");
        assertThat(manifest.path("seeds")).hasToString("[3,4]");
        assertThat(manifest.path("sessions")).hasSize(1);
        assertThat(manifest.path("sessions_differ_in")).isEmpty();
        assertThat(session.path("started").asText()).isNotEmpty();
        assertThat(session.path("versions").fieldNames())
                .toIterable()
                .contains("noisescale", "deeplearning4j", "aeron", "java");
        assertThat(session.path("spark").asText()).isNotEmpty();
        assertThat(session.path("master").asText()).isEqualTo("local[2]");
        assertThat(session.path("hardware").path("processors").asInt()).isPositive();
        assertThat(session.path("jvm_flags").toString()).contains("--add-opens");
        assertThat(session.path("native_backend").path("blas").asText()).isNotEmpty();
        assertThat(session.path("runs")).hasSize(8);
        assertThat(run.path("run").asText()).isEqualTo(RUN);
        assertThat(run.path("parameters").asInt()).isEqualTo(7850);
        assertThat(run.path("parameters_sha256").asText())
                .isEqualTo(results.hashes().get(7));
        assertThat(manifest.path("datasets")
                        .path(run.path("dataset_sha256").asText())
                        .path("training_examples")
                        .asInt())
                .isEqualTo(160);
    }

    @Test
    void theVariantsOfAStudyAllTrainAndWithoutASpreadNoNoiseIsShown() throws IOException {
        String variants = STUDY.replaceAll(
                        "sweep: .*",
                        "sweep: {optimizer.kind: [sgd, momentum, adam], "
                                + "training.sampling: [with-replacement, without-replacement], training.virtualWorkers: [1, 2]}")
                .replace("workers: 2", "workers: 1")
                .replace("[3, 4]", "[3]")
                .replace(", learningRate: 0.05", "");

        Results variety = Command.run(Command.study(temporary, variants), temporary.resolve("variety"));

        assertThat(variety.runs()).hasSize(12);
        assertThat(new HashSet<>(variety.hashes())).hasSize(12);
        for (int row = 0; row < 12; row++) {
            boolean spread =
                    variety.summary().text(row, "training.virtualWorkers").equals("2");
            CsvTable steps = variety.steps(variety.runs().get(row));
            for (String column : List.of("gradient_norm_squared", "noise_trace", "noise_trace.0_W")) {
                assertThat(Results.column(steps, column)).as(column).allMatch(cell -> cell.isEmpty() != spread);
            }
            for (String column : List.of("noise_trace", "noise_scale", "noise_scale_low", "noise_scale_high")) {
                assertThat(variety.summary().text(row, column).isEmpty())
                        .as(column)
                        .isNotEqualTo(spread);
            }
            assertThat(steps.numbers("loss")[19]).as(variety.runs().get(row)).isLessThan(steps.numbers("loss")[0]);
        }
    }

    @Test
    void parametersChangeByTheUpdatesAndNothingElse() {
        CsvTable summary = results.summary();
        CsvTable steps = results.steps(RUN);
        double[] norms = steps.numbers("parameter_norm_squared");
        double[] updates = steps.numbers("update_norm_squared");
        double[] products = steps.numbers("parameter_update_product");

        for (int row = 0; row < summary.rowCount(); row++) {
            assertThat(Math.abs(summary.number(row, "stationarity_residual")))
                    .isLessThanOrEqualTo(summary.number(row, "stationarity_bound"));
        }
        for (int i = 1; i < norms.length; i++) {
            double change = updates[i] - 2 * products[i];
            assertThat(norms[i] - norms[i - 1]).isCloseTo(change, within(1.3e-7 * norms[i]));
        }
    }
}
