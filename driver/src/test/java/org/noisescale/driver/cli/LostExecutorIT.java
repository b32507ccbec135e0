package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are killed while they do something else than train. */
@Timeout(300)
class LostExecutorIT {
    private static final String WAITING = """
            name: killed-while-waiting
            question: Does a worker that is killed while it waits leave a trace?
            data: {source: quadratic, dimension: 2500}
            optimizer: {kind: adam, learningRate: 0.02, averaging: {kind: polyak}}
            training: {workers: 2, virtualWorkers: 3, shards: 2, batchSize: 12, evaluateEvery: 70, checkpointEvery: 50,
                       steps: 800, seeds: [3]}
            """;
    private static final String CURVED = """
            name: killed-while-measuring
            question: Does an executor that is killed while the curvature is measured leave a trace?
            data: {source: strokes, examples: 400}
            model: {kind: softmax}
            optimizer: {kind: sgd, learningRate: 0.1}
            training: {workers: 2, batchSize: 20, steps: 10, seeds: [3], saveModel: false}
            measure: {curvature: {every: 10, examples: 128, eigenvalues: 2, probes: 32}}
            """;
    /** Once while the sample is drawn, where the data are, and once while its derivatives are. */
    private static final int KILLS = 2;

    /** Longer than the driver computes between two questions. */
    private static final long ANSWER_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(300);

    @TempDir
    private Path temporary;

    private Path undisturbed() {
        return temporary.resolve("undisturbed");
    }

    private Path out() {
        return temporary.resolve("out");
    }

    private DriverProcess start(Path study) throws IOException {
        return DriverProcess.start(
                temporary, "run", study.toString(), "--out", out().toString(), "--master", "local-cluster[2,1,1024]");
    }

    /** Whether a file has had the same length for a while. */
    private static BooleanSupplier isQuiet(Path file) {
        long[] last = {file.toFile().length(), System.nanoTime()};
        return () -> {
            long length = file.toFile().length();
            if (length != last[0]) {
                last[0] = length;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > SILENCE_NS;
        };
    }

    @Test
    void aWorkerThatIsKilledWhileItWaitsForAnotherIsMissedAtOnceAndReplaced() throws IOException, InterruptedException {
        Path study = Command.study(temporary, WAITING);
        Results expected = Command.run(study, undisturbed());
        Path steps = out().resolve("runs/seed=3/steps.csv");
        try (DriverProcess driver = start(study)) {
            driver.await(() -> steps.toFile().length() > 10_000);

            driver.killAnExecutorThatWaits(isQuiet(steps));
            long killedNs = System.nanoTime();
            driver.await(() -> driver.says("because it lost a party: "));

            assertThat(System.nanoTime() - killedNs).isLessThan(TimeUnit.SECONDS.toNanos(3));
            assertThat(driver.awaitEnd()).as(driver.output()).isZero();
            assertThat(driver.output())
                    .containsPattern("goes on from step [1-9][0-9]*, attempt 2 of 5, because it lost a party: "
                            + ".*(executor|worker) [0-9]");
        }
        assertThat(new Results(out()).hashes()).isEqualTo(expected.hashes());
        assertThat(Results.timeless(new Results(out()).steps("seed=3")))
                .isEqualTo(Results.timeless(expected.steps("seed=3")));
    }

    private static BooleanSupplier isOver(long ns) {
        long endNs = System.nanoTime() + ns;
        return () -> System.nanoTime() - endNs > 0;
    }

    @Test
    void theCurvatureIsMeasuredAllTheSameWhenAnExecutorIsKilledMeanwhile() throws IOException, InterruptedException {
        Path study = Command.study(temporary, CURVED);
        Command.run(study, undisturbed());
        try (DriverProcess driver = start(study)) {
            driver.await(() -> driver.says("measuring the curvature"));

            for (int i = 0; i < KILLS; i++) {
                driver.killAnExecutorThatIsAsked(isOver(ANSWER_NS));
            }

            assertThat(driver.awaitEnd()).as(driver.output()).isZero();
            assertThat(driver.output()).contains("Lost executor");
        }
        assertThat(out().resolve("runs/seed=3/curvature.csv"))
                .hasSameTextualContentAs(undisturbed().resolve("runs/seed=3/curvature.csv"));
        assertThat(Files.readString(out().resolve("summary.csv"))).contains("seed=3");
    }
}
