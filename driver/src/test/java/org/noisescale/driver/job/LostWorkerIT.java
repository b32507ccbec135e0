package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisescale.driver.cli.Results;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;

/** A worker that is lost in any phase leaves no trace in the results; one that is wrong ends the run at once. */
@Timeout(120)
class LostWorkerIT {
    /** Epochs of 6.4 steps, so that a run goes on in the middle of one; norms over all shards; an average. */
    private static final String STUDY = """
            name: lost-worker
            question: Does a loss leave a trace?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [32]}
            optimizer:
              kind: lamb
              learningRate: 0.01
              clipping: {kind: global-norm, threshold: 0.5}
              averaging: {kind: exponential, decay: 0.9}
            training:
              {workers: 2, virtualWorkers: 4, shards: 3, batchSize: 50, steps: 24, evaluateEvery: 5, seeds: [7],
               checkpointEvery: 4, attempts: 2, saveModel: false}
            """;

    /** Row k is written before step k + 1 is told. */
    private static final int ROWS_MIN = 10;

    private static SparkCluster cluster;

    @TempDir
    private static Path folder;

    private static Results undisturbed;

    private NotedProgress told = new NotedProgress();

    @BeforeAll
    static void trainUndisturbed() throws IOException, InterruptedException {
        cluster = SparkCluster.connect(Optional.empty(), 2);
        Path out = folder.resolve("undisturbed");
        new LostWorkerIT().train(out, RunRevision.NONE);
        undisturbed = new Results(out);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private void train(Path out, RunRevision revision, String... settings) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        Study study = StudyCatalog.read(file.toString(), List.of(settings));
        try (OutputFolder results = OutputFolder.open(out, study)) {
            new StudyExecution(study, results, told, new StopRequest(), revision).run(cluster);
        }
    }

    private static RunRevision failing(FailingObjective.Moment moment, FailingObjective.Failure trouble, int times) {
        FailingObjective.Failure.LEFT.set(times);
        return FailingObjective.revision(moment, trouble);
    }

    private static void assertUndisturbed(Path out) {
        Results results = new Results(out);
        assertThat(Results.timeless(results.steps("seed=7"))).isEqualTo(Results.timeless(undisturbed.steps("seed=7")));
        assertThat(Results.timeless(results.summary())).isEqualTo(Results.timeless(undisturbed.summary()));
        assertThat(out.resolve("runs/seed=7/checkpoint")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BETWEEN_LAYERS_FORWARD", "BETWEEN_LAYERS_BACKWARD"})
    void aLossLeavesNoTraceInWhateverPhaseItHappens(FailingObjective.Moment moment)
            throws IOException, InterruptedException {
        Path out = folder.resolve(moment.name());

        train(out, failing(moment, FailingObjective.Failure.LOST, 1));

        assertThat(told.notices())
                .singleElement()
                .asString()
                .startsWith("seed=7 goes on from step ")
                .endsWith(", attempt 2 of 3, because it lost a party: lost on purpose");
        assertUndisturbed(out);
    }

    @ParameterizedTest
    @EnumSource(names = {"BETWEEN_LAYERS_FORWARD", "BETWEEN_LAYERS_BACKWARD"})
    void aLossInTheMiddleOfAPassThatSharesStatisticsHoldsNobodyUp(FailingObjective.Moment moment)
            throws IOException, InterruptedException {
        String[] shared = {"model={kind: mlp, hidden: [16, 8], batchNorm: sync}", "measure.batchNorm.every=4"};
        Path without = folder.resolve("shared-" + moment);
        Path out = folder.resolve(moment.name());

        train(without, RunRevision.NONE, shared);
        train(out, failing(moment, FailingObjective.Failure.LOST, 1), shared);

        assertThat(told.notices()).singleElement().asString().contains("lost on purpose");
        assertThat(Results.timeless(new Results(out).summary()))
                .isEqualTo(Results.timeless(new Results(without).summary()));
        assertThat(Results.timeless(new Results(out).steps("seed=7")))
                .isEqualTo(Results.timeless(new Results(without).steps("seed=7")));
        assertThat(out.resolve("runs/seed=7/statistics.csv"))
                .hasSameTextualContentAs(without.resolve("runs/seed=7/statistics.csv"));
    }

    @Test
    void aRunGoesOnFromItsNewestCheckpoint() throws IOException, InterruptedException {
        Path out = folder.resolve("newest");

        train(out, failing(FailingObjective.Moment.BETWEEN_PUSHES, FailingObjective.Failure.LOST, 1));

        assertThat(told.notices()).singleElement().asString().containsPattern("goes on from step 1[23],");
    }

    @Test
    void withoutCheckpointsARunGoesOnFromItsStart() throws IOException, InterruptedException {
        Path out = folder.resolve("from-start");

        train(
                out,
                failing(FailingObjective.Moment.BETWEEN_PUSHES, FailingObjective.Failure.LOST, 1),
                "training.checkpointEvery=0");

        assertThat(told.notices()).singleElement().asString().contains("goes on from step 0,");
        assertUndisturbed(out);
    }

    /**
     * A worker is lost that has pushed 13 times, so that there are as many updates at least, as soon as enough of them
     * are told; the other one may be five turns ahead when it is to push its 14th.
     */
    private enum Held implements FailingObjective.Trouble {
        LOST;

        static final AtomicReference<BooleanSupplier> ENOUGH = new AtomicReference<>(() -> true);

        @Override
        public void happen() {
            while (!Objects.requireNonNull(ENOUGH.get()).getAsBoolean()) {
                LockSupport.parkNanos(1_000_000);
            }
            FailingObjective.Failure.LOST.happen();
        }
    }

    @Test
    void underAnotherRuleThanBspWhatWasDecidedStaysDecided() throws IOException, InterruptedException {
        Path out = folder.resolve("decided");
        List<List<String>> before = new ArrayList<>();
        told.atNotice(() -> before.addAll(Results.timeless(new Results(out).steps("seed=7"))));
        Held.ENOUGH.set(() -> told.steps() > ROWS_MIN);
        FailingObjective.Failure.LEFT.set(1);

        train(
                out,
                FailingObjective.revision(FailingObjective.Moment.BEFORE_THE_FIRST_PUSH, Held.LOST),
                "training.synchronization={rule: ssp, bound: 5}",
                "training.steps=60");

        assertThat(told.notices())
                .singleElement()
                .asString()
                .matches("seed=7 does its [0-9]+ updates again with the same pushes in the same order, and goes on,"
                        + " attempt 2 of 3, because it lost a party: lost on purpose");
        List<List<String>> after = Results.timeless(new Results(out).steps("seed=7"));
        assertThat(before).hasSizeBetween(ROWS_MIN, 32);
        assertThat(after.subList(0, before.size())).isEqualTo(before);
        assertThat(new Results(out).steps("seed=7").rowCount()).isEqualTo(60);
        assertThat(out.resolve("runs/seed=7/staleness.csv")).exists();
    }

    @Test
    void aRunThatIsLostTooOftenFailsAndTheSameCommandGoesOnWithIt() throws IOException, InterruptedException {
        Path out = folder.resolve("too-often");
        RunRevision revision = failing(FailingObjective.Moment.BEFORE_THE_FIRST_PUSH, FailingObjective.Failure.LOST, 3);

        assertThatThrownBy(() -> train(out, revision))
                .isInstanceOf(RunFailedException.class)
                .hasMessage("run seed=7 failed: lost on purpose, in attempt 3");
        assertThat(told.notices()).hasSize(2);
        told = new NotedProgress();
        train(out, RunRevision.NONE);

        assertThat(told.notices()).singleElement().asString().matches("seed=7 goes on from step 1[23]");
        assertUndisturbed(out);
    }

    @Test
    void whatWouldShowAgainEndsTheRunAtOnce() {
        RunRevision revision = failing(FailingObjective.Moment.BETWEEN_PUSHES, FailingObjective.Failure.WRONG, 1);

        assertThatThrownBy(() -> train(folder.resolve("wrong"), revision))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("wrong on purpose");
        assertThat(told.notices()).isEmpty();
        assertThat(FailingObjective.Failure.LEFT).hasValue(0);
    }
}
