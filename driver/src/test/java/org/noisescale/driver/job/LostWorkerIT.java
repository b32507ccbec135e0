package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.worker.objective.ObjectivePlan;

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

    private static SparkCluster cluster;

    @TempDir
    private static Path folder;

    private static CsvTable steps;
    private static CsvTable summary;

    private final List<String> notices = new ArrayList<>();

    @BeforeAll
    static void trainUndisturbed() throws IOException, InterruptedException {
        cluster = SparkCluster.connect(Optional.empty(), 2);
        Path out = folder.resolve("undisturbed");
        new LostWorkerIT().train(out, RunRevision.NONE);
        steps = steps(out);
        summary = CsvTable.read(out.resolve("summary.csv"));
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    private static CsvTable steps(Path out) {
        return CsvTable.read(out.resolve("runs/seed=7/steps.csv"));
    }

    private void train(Path out, RunRevision revision, String... settings) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        Study study = StudyCatalog.read(file.toString(), List.of(settings));
        try (OutputFolder results = OutputFolder.open(out, study)) {
            new StudyExecution(study, results, new Notices(), new StopRequest(), revision).run(cluster);
        }
    }

    /** Keeps what a user would read. */
    private final class Notices implements StudyProgress {
        private final StudyProgress silent = new SilentProgress();

        @Override
        public void onStudy(Study study, Path out, List<RunPlan> missing) {
            silent.onStudy(study, out, missing);
        }

        @Override
        public void onPreparation(String what) {
            silent.onPreparation(what);
        }

        @Override
        public void onNotice(String line) {
            notices.add(line);
        }

        @Override
        public void onRun(RunPlan run) {
            silent.onRun(run);
        }

        @Override
        public void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {
            silent.onStep(report, examplesPerSecond, noise);
        }

        @Override
        public void onRunFinished(RunSummary finished) {
            silent.onRunFinished(finished);
        }

        @Override
        public void onReport(Path report, List<String> answers) {
            silent.onReport(report, answers);
        }
    }

    private static RunRevision failing(FailingObjective.Moment moment, FailingObjective.Trouble trouble, int times) {
        FailingObjective.LOSSES.set(times);
        return new RunRevision() {
            @Override
            public ObjectivePlan objective(ObjectivePlan planned) {
                return new FailingObjective(planned, moment, trouble);
            }
        };
    }

    private static List<List<String>> timeless(CsvTable table) {
        List<String> columns = table.header().stream()
                .filter(column -> !column.equals("wall_seconds") && !column.equals("examples_per_second"))
                .toList();
        return Stream.iterate(0, row -> row < table.rowCount(), row -> row + 1)
                .map(row ->
                        columns.stream().map(column -> table.text(row, column)).toList())
                .toList();
    }

    private static void assertUndisturbed(Path out) {
        assertThat(timeless(steps(out))).isEqualTo(timeless(steps));
        assertThat(timeless(CsvTable.read(out.resolve("summary.csv")))).isEqualTo(timeless(summary));
        assertThat(out.resolve("runs/seed=7/checkpoint")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void aLossLeavesNoTraceInWhateverPhaseItHappens(FailingObjective.Moment moment)
            throws IOException, InterruptedException {
        Path out = folder.resolve(moment.name());

        train(out, failing(moment, FailingObjective.Trouble.LOST, 1));

        assertThat(notices)
                .singleElement()
                .asString()
                .startsWith("seed=7 goes on from step ")
                .endsWith(", attempt 2 of 3, because it lost a party: lost on purpose");
        assertUndisturbed(out);
    }

    @Test
    void aRunGoesOnFromItsNewestCheckpoint() throws IOException, InterruptedException {
        Path out = folder.resolve("newest");

        train(out, failing(FailingObjective.Moment.BETWEEN_PUSHES, FailingObjective.Trouble.LOST, 1));

        assertThat(notices).singleElement().asString().containsPattern("goes on from step 1[23],");
    }

    @Test
    void withoutCheckpointsARunGoesOnFromItsStart() throws IOException, InterruptedException {
        Path out = folder.resolve("from-start");

        train(
                out,
                failing(FailingObjective.Moment.BETWEEN_PUSHES, FailingObjective.Trouble.LOST, 1),
                "training.checkpointEvery=0");

        assertThat(notices).singleElement().asString().contains("goes on from step 0,");
        assertUndisturbed(out);
    }

    @Test
    void underAnotherRuleThanBspARunBeginsAnewAndSaysSo() throws IOException, InterruptedException {
        Path out = folder.resolve("anew");

        train(
                out,
                failing(FailingObjective.Moment.BEFORE_THE_FIRST_PUSH, FailingObjective.Trouble.LOST, 1),
                "training.synchronization={rule: k-batch-async, quorum: 2}",
                "training.steps=60");

        assertThat(notices)
                .singleElement()
                .asString()
                .isEqualTo("seed=7 begins anew, attempt 2 of 3, because it lost a party: lost on purpose");
        assertThat(steps(out).rowCount()).isEqualTo(60);
        assertThat(out.resolve("runs/seed=7/staleness.csv")).exists();
    }

    @Test
    void aRunThatIsLostTooOftenFailsAndTheSameCommandGoesOnWithIt() throws IOException, InterruptedException {
        Path out = folder.resolve("too-often");
        RunRevision revision = failing(FailingObjective.Moment.BEFORE_THE_FIRST_PUSH, FailingObjective.Trouble.LOST, 3);

        assertThatThrownBy(() -> train(out, revision))
                .isInstanceOf(RunFailedException.class)
                .hasMessage("run seed=7 failed: lost on purpose, in attempt 3");
        assertThat(notices).hasSize(2);
        notices.clear();
        train(out, RunRevision.NONE);

        assertThat(notices).singleElement().asString().matches("seed=7 goes on from step 1[23]");
        assertUndisturbed(out);
    }

    @Test
    void whatWouldShowAgainEndsTheRunAtOnce() {
        RunRevision revision = failing(FailingObjective.Moment.BETWEEN_PUSHES, FailingObjective.Trouble.WRONG, 1);

        assertThatThrownBy(() -> train(folder.resolve("wrong"), revision))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("wrong on purpose");
        assertThat(notices).isEmpty();
        assertThat(FailingObjective.LOSSES).hasValue(0);
    }
}
