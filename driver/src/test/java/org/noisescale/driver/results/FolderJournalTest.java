package org.noisescale.driver.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.shard.ShardState;

/** Rows of a run whose processes end at bad moments. */
final class FolderJournalTest {
    private static final StepsColumns COLUMNS = new StepsColumns(
            new ParameterLayout(List.of(new Segment("theta", 0, 2, Segment.Kind.WEIGHT))),
            true,
            LabelPlan.Task.REGRESSION);
    private static final Configuration CONFIGURATION = StudyCatalog.read(
                    "quadratic-truth", List.of("training.steps=100", "training.checkpointEvery=5"))
            .runs()
            .get(0)
            .configuration();
    private static final String RUN = "ab".repeat(32);

    @TempDir
    private Path folder;

    private FolderJournal journal() {
        return new FolderJournal(folder, COLUMNS, CONFIGURATION, RUN);
    }

    private static StepRow row(int step) {
        NoiseReading reading = new NoiseReading(1.0 / step, -step / 3.0);
        UpdateFigures update = new UpdateFigures(step / 7.0, step / 11.0, step / 13.0);
        StepReport report = new StepReport(
                step, 8, step / 17.0, 0.1, reading, List.of(reading), Optional.empty(), update, List.of(update));
        Optional<Evaluation> evaluation = step % 4 == 0
                ? Optional.of(Evaluation.of(new EvaluationSum(1, step, EvaluationSum.NO_CLASSES)))
                : Optional.empty();
        return new StepRow(report, 8L * step, step / 1000.0, Optional.empty(), evaluation);
    }

    private static void write(RunJournal journal, int from, int to) {
        for (int step = from; step <= to; step++) {
            journal.write(row(step));
        }
    }

    private void checkpoint(long version) throws IOException {
        for (int shard = 0; shard < CONFIGURATION.training().cluster().shards(); shard++) {
            ShardState state = new ShardState(new int[] {3});
            state.stamp(version);
            Objects.requireNonNull(journal().checkpointing().storeOrNull()).write(shard, state);
        }
    }

    private long newest() throws IOException {
        return journal().newest(step -> false, refused -> {}).version();
    }

    private void append(String text) throws IOException {
        Files.write(folder.resolve("steps.csv"), text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    @Test
    void tellsTheStepsOfAnEarlierProcessToTheLastBit() throws IOException {
        try (RunJournal journal = journal()) {
            journal.begin(0, step -> {});
            write(journal, 1, 9);
        }
        List<PastStep> told = new ArrayList<>();

        try (RunJournal journal = journal()) {
            journal.begin(6, told::add);
        }

        assertThat(told).hasSize(6);
        PastStep last = told.get(5);
        StepReport report = row(6).report();
        assertThat(last.loss()).isEqualTo(report.loss());
        assertThat(last.total()).isEqualTo(report.total());
        assertThat(last.update()).isEqualTo(report.update());
        assertThat(last.examples()).isEqualTo(48);
        assertThat(last.wallSeconds()).isEqualTo(0.006);
        assertThat(told.get(3).evaluation().loss()).hasValue(4.0);
        assertThat(last.evaluation().loss()).isEmpty();
    }

    @Test
    void goesOnSoThatTheFileIsThatOfAnUndisturbedRun() throws IOException {
        try (RunJournal journal = journal()) {
            journal.begin(0, step -> {});
            write(journal, 1, 20);
        }
        String undisturbed = Files.readString(folder.resolve("steps.csv"));
        append("21,168,0.02");

        try (RunJournal journal = journal()) {
            journal.begin(15, step -> {});
            write(journal, 16, 20);
        }

        assertThat(folder.resolve("steps.csv")).hasContent(undisturbed);
    }

    @Test
    void aCheckpointCountsWhenAllStepsUpToItAreWritten() throws IOException {
        try (RunJournal journal = journal()) {
            journal.begin(0, step -> {});
            write(journal, 1, 12);
        }
        checkpoint(5);
        checkpoint(10);
        checkpoint(15);

        assertThat(newest()).isEqualTo(10);
    }

    @Test
    void aRowThatIsNotWholeAndWhatFollowsDoNotCount() throws IOException {
        try (RunJournal journal = journal()) {
            journal.begin(0, step -> {});
            write(journal, 1, 9);
        }
        String tenth = "10,80,0.010000,,0.5";
        append(tenth);
        checkpoint(5);
        checkpoint(10);

        assertThat(newest()).isEqualTo(5);
        append("\n");
        assertThat(newest()).isEqualTo(5);
    }

    @Test
    void nothingGoesOnBehindAStepThatEndedTheRun() throws IOException {
        try (RunJournal journal = journal()) {
            journal.begin(0, step -> {});
            write(journal, 1, 12);
        }
        checkpoint(5);
        checkpoint(10);

        assertThat(journal().newest(step -> step.step() == 8, refused -> {}).version())
                .isEqualTo(5);
    }

    @Test
    void withoutRowsARunBeginsAnew() throws IOException {
        checkpoint(5);

        assertThat(newest()).isZero();
    }
}
