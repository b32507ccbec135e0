package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.CsvTable;

/** A run ends at the first evaluation that reaches its target, and says what that took. */
@Timeout(120)
class TargetIT {
    private static final String STUDY = """
            name: target
            question: How many steps does it take?
            data: {source: quadratic, dimension: 20}
            optimizer: {kind: sgd, learningRate: 0.1}
            training:
              workers: 1
              virtualWorkers: 4
              batchSize: 16
              steps: 400
              evaluateEvery: 5
              seeds: [7]
              target: {evaluationLoss: 0.5}
            """;

    @TempDir
    private Path temporary;

    private Results run(String more, String... settings) throws IOException {
        return Command.run(Command.study(temporary, STUDY + more), temporary.resolve("out"), (Object[]) settings);
    }

    @Test
    void endsWithTheSameBitsForAnyNumberOfWorkersAndShards() throws IOException {
        Results results =
                run("sweep: {training.workers: [1, 2, 4], training.shards: [1, 3], training.transport: [ipc, udp]}\n");

        CsvTable summary = results.summary();
        assertThat(summary.rowCount()).isEqualTo(12);
        assertThat(new HashSet<>(results.hashes())).hasSize(1);
        assertThat(new HashSet<>(Results.column(summary, "steps_to_target"))).hasSize(1);
        assertThat(results.runs())
                .extracting(run -> Results.timeless(results.steps(run)))
                .containsOnly(Results.timeless(results.steps(results.runs().get(0))));
    }

    @Test
    void theLastEvaluationIsTheFirstThatReachesTheTarget() throws IOException {
        Results results = run("");

        CsvTable summary = results.summary();
        CsvTable steps = results.steps(results.runs().get(0));
        int taken = (int) summary.number(0, "steps_to_target");
        assertThat(steps.rowCount()).isEqualTo(taken).isBetween(10, 395);
        assertThat(taken % 5).isZero();
        assertThat(summary.number(0, "steps")).isEqualTo(taken);
        assertThat(summary.number(0, "examples_to_target")).isEqualTo(16.0 * taken);
        double[] losses = steps.numbers("evaluation_loss");
        for (int step = 5; step <= taken; step += 5) {
            assertThat(losses[step - 1] <= 0.5).isEqualTo(step == taken);
        }
        assertThat(summary.number(0, "evaluation_loss")).isEqualTo(losses[taken - 1]);
    }

    @Test
    void takesTheSameStepsAsWithoutATargetUntilThen() throws IOException {
        Results results = run("sweep: {training.target.evaluationLoss: [0.5, -1]}\n");

        CsvTable ended = results.steps(results.runs().get(0));
        CsvTable whole = results.steps(results.runs().get(1));
        assertThat(whole.rowCount()).isEqualTo(400);
        assertThat(Results.timeless(whole)).containsSubsequence(Results.timeless(ended));
        assertThat(Results.column(results.summary(), "steps_to_target").get(1)).isEqualTo("Infinity");
        assertThat(Results.column(results.summary(), "examples_to_target").get(1))
                .isEqualTo("Infinity");
    }

    @Test
    void aRunThatDivergesEndsEarlyAndIsNotReached() throws IOException {
        Results results = run("", "--set", "optimizer.learningRate=9");

        CsvTable summary = results.summary();
        assertThat(summary.text(0, "steps_to_target")).isEqualTo("Infinity");
        assertThat(summary.number(0, "steps")).isLessThan(100);
        assertThat(summary.number(0, "evaluation_loss")).isNotFinite();
    }

    @Test
    void aSearchTriesItsValuesAndGoesOnWhereItStopped() throws IOException {
        String search = """
                search: {optimizer.learningRate: {low: 0.1, high: 1}, trials: 4}
                draws: [critical-batch-size]
                """;
        Results results = run(search);
        String summary = results.contents().get("summary.csv");

        Results again = run(search);

        assertThat(results.runs()).hasSize(4);
        assertThat(new HashSet<>(Results.column(results.summary(), "optimizer.learningRate")))
                .hasSize(4);
        assertThat(again.contents().get("summary.csv")).isEqualTo(summary);
    }
}
