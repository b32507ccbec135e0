package org.noisescale.driver.analysis.criticalbatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.RunResult;

class TunedBatchTest {
    private static final String RATE = "optimizer.learningRate";

    @TempDir
    Path folder;

    private final List<RunResult> runs = new ArrayList<>();

    private void run(int batchSize, double rate, String... stepsBySeed) throws IOException {
        Path file = folder.resolve("steps.csv");
        Files.writeString(file, "step\n");
        for (int seed = 0; seed < stepsBySeed.length; seed++) {
            Map<String, String> swept =
                    Map.of("training.batchSize", Integer.toString(batchSize), RATE, Double.toString(rate));
            Map<String, String> summary = Map.of("steps_to_target", stepsBySeed[seed]);
            runs.add(new RunResult("run", swept, seed, summary, CsvTable.read(file)));
        }
    }

    private List<TunedBatch> tuned() {
        return TunedBatch.of(runs, List.of(RATE), 64);
    }

    @Test
    void takesTheTrialWithTheFewestStepsInTheMedian() throws IOException {
        run(32, 0.1, "100", "90", "110");
        run(32, 0.2, "80", "Infinity", "70");
        run(32, 0.4, "50", "Infinity", "Infinity");
        run(8, 0.1, "300", "310", "320");

        List<TunedBatch> tuned = tuned();

        assertThat(tuned).extracting(TunedBatch::batchSize).containsExactly(8.0, 32.0);
        Trial best = tuned.get(1).best().orElseThrow();
        assertThat(best.number(RATE)).isEqualTo(0.2);
        assertThat(best.steps().median()).isEqualTo(80);
        assertThat(best.steps().censored()).isEqualTo(1);
        assertThat(best.runs()).hasSize(3);
    }

    @Test
    void tellsWhereTheBestTrialLiesAtTheEndOfTheRange() throws IOException {
        run(8, 0.1, "30");
        run(8, 0.2, "40");
        run(16, 0.2, "20");
        run(16, 0.1, "40");
        run(32, 0.2, "10");
        run(32, 0.1, "40");
        run(32, 0.4, "40");

        assertThat(tuned())
                .extracting(batch -> batch.edge(RATE).map(Enum::name).orElse("within"))
                .containsExactly("LOW", "HIGH", "within");
    }

    @Test
    void hasNoBestTrialWhereNoneReachesTheTarget() throws IOException {
        run(8, 0.1, "Infinity", "30", "Infinity");
        run(8, 0.2, "Infinity", "Infinity", "Infinity");

        assertThat(tuned().get(0).best()).isEmpty();
        assertThat(tuned().get(0).edge(RATE)).isEmpty();
    }
}
