package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;

/** Studies whose steps to the target are made up: S = 40 (1 + 100/B) at learning rate 0.2, more at the others. */
class CriticalBatchSizeTest {
    private static final List<Double> RATES = List.of(0.1, 0.2, 0.4);
    private static final List<Integer> BATCHES = List.of(4, 16, 64, 256);
    private static final String YAML = """
            name: tuned
            question: How far?
            draws: [critical-batch-size]
            data: {source: strokes}
            optimizer: {kind: sgd}
            training: {steps: 2000, batchSize: 64, target: {evaluationLoss: 0.5}, seeds: [1, 2, 3]}
            sweep: {training.batchSize: [4, 16, 64, 256]}
            search: {optimizer.learningRate: {low: 0.1, high: 0.4}, trials: 3}
            """;

    @TempDir
    private Path folder;

    private final StringBuilder summary = new StringBuilder(
            "run,training.batchSize,optimizer.learningRate,seed,steps_to_target,examples_to_target\n");

    private void run(int batch, double rate, int seed, double steps) throws IOException {
        String id = "run-" + batch + "-" + rate + "-" + seed;
        String figure = Double.isInfinite(steps) ? "Infinity" : String.format(Locale.ROOT, "%.6f", steps);
        summary.append(String.join(",", id, "" + batch, "" + rate, "" + seed, figure, figure) + "\n");
        Path file = folder.resolve("runs").resolve(id).resolve("steps.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                step,examples,gradient_norm_squared,noise_trace
                1,64,1,90
                2,128,1,100
                3,192,1,110
                4,256,1,100
                """);
    }

    /** At each batch size the rates take these times the fewest steps. */
    private Page.Section draw(Map<Integer, List<Double>> factors) throws IOException {
        for (int batch : BATCHES) {
            for (int i = 0; i < RATES.size(); i++) {
                double steps = 40
                        * (1 + 100.0 / batch)
                        * factors.getOrDefault(batch, List.of(2.0, 1.0, 3.0)).get(i);
                run(batch, RATES.get(i), 1, steps);
                run(batch, RATES.get(i), 2, steps * 1.1);
                run(batch, RATES.get(i), 3, steps * 0.9);
            }
        }
        Files.writeString(folder.resolve("summary.csv"), summary.toString());
        Files.writeString(folder.resolve("study.yaml"), YAML);
        Files.writeString(folder.resolve("manifest.json"), "{}");
        return new CriticalBatchSize().draw(new Comparison(List.of(StudyResults.read(folder))));
    }

    @Test
    void saysTheCriticalBatchSizeBesideTheNoiseScale() throws IOException {
        Page.Section section = draw(Map.of());

        assertThat(section.answers())
                .containsExactly("Critical batch size ≈ 100 (100–100) examples; no batch gets there in fewer than 40"
                        + " (40–40) steps or 4000 (4000–4000) examples; measured noise scale 100–100.");
        assertThat(section.caption()).contains("with 3 seeds they cover the true median with probability 0.75");
    }

    @Test
    void drawsStepsTradeOffAndSearch() throws IOException {
        Page.Section section = draw(Map.of());

        assertThat(section.charts())
                .extracting(Page.Chart::id)
                .containsExactly("critical-batch-size", "trade-off", "search-0");
        Page.Series points = section.charts().get(0).series().get(1);
        assertThat(points.style()).isEqualTo(Page.Style.POINTS);
        assertThat(points.x().get(0)).containsExactly(4.0, 16.0, 64.0, 256.0);
        assertThat(points.y().get(0)).isEqualTo(1040);
        assertThat(points.low().get(0)).isEqualTo(936);
        assertThat(points.high().get(0)).isEqualTo(1144);
        assertThat(section.tables().get(1).rows().get(0))
                .startsWith("all runs", "4", "0.2", "within", "1040", "936–1144", "3 of 3", "4160", "1040");
    }

    @Test
    void flagsAnOptimumAtTheEdgeOfTheSearch() throws IOException {
        Page.Section section = draw(Map.of(16, List.of(1.0, 2.0, 3.0), 256, List.of(3.0, 2.0, 1.0)));

        assertThat(section.answers())
                .contains(
                        "At the edge of the search: the best optimizer.learningRate is the lowest that was tried at"
                                + " B = 16; widen search.optimizer.learningRate.",
                        "At the edge of the search: the best optimizer.learningRate is the highest that was tried at"
                                + " B = 256; widen search.optimizer.learningRate.");
        assertThat(section.tables().get(1).rows()).extracting(row -> row.get(3)).contains("lowest", "highest");
    }

    @Test
    void aBatchSizeThatNeverReachedTheTargetStaysInfinite() throws IOException {
        double never = Double.POSITIVE_INFINITY;

        Page.Section section = draw(Map.of(4, List.of(never, never, never)));

        assertThat(section.answers().get(0)).startsWith("Critical batch size ≈ 100 (100–100)");
        assertThat(section.tables().get(1).rows().get(0)).startsWith("all runs", "4", "", "", "∞", "", "0", "∞");
        List<Page.Series> missed = section.charts().get(2).series().stream()
                .filter(series -> series.style() == Page.Style.FAINT)
                .toList();
        assertThat(missed).hasSize(1);
        assertThat(missed.get(0).y()).containsOnly(2000.0).hasSize(3);
    }

    @Test
    void saysWhatIsMissingWhereNothingReachedTheTarget() throws IOException {
        double never = Double.POSITIVE_INFINITY;
        List<Double> none = List.of(never, never, never);

        Page.Section section = draw(Map.of(4, none, 16, none, 64, none, 256, none));

        assertThat(section.charts()).isEmpty();
        assertThat(section.caption()).startsWith("No run reached its target: give more steps");
    }
}
