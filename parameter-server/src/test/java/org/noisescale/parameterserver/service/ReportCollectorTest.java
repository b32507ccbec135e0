package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.PieceMeasurement;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;

/** Two virtual workers; two trainable values around a statistic, so three pieces. */
final class ReportCollectorTest {
    private static final ServerPlan PLAN = new ServerPlan(
            1,
            new ServerPlan.Parties(2, 2, 1),
            Layouts.ofLengths(List.of(1, 1, 1)),
            new ServerPlan.Rules(
                    OptimizerPlan.of(new UpdateRule.Sgd(), 0.25),
                    new BulkSynchronousPolicy(),
                    NoiseMeter.ofIndependentDraws(2)),
            3,
            Duration.ofSeconds(1));

    private final RecordingListener told = new RecordingListener();
    private final List<String> verdicts = new ArrayList<>();
    private final ReportCollector collector =
            new ReportCollector(PLAN, told, (version, finished) -> verdicts.add(version + " " + finished));

    private static PieceMeasurement piece(double weightedSquaredNorm, double squaredNorm) {
        return new PieceMeasurement(weightedSquaredNorm, squaredNorm, 0, 0, 0);
    }

    private void pieces(long step) {
        collector.onExamples(step, 4);
        collector.onPiece(step, 2, piece(30, 40));
        collector.onPiece(step, 0, piece(10, 8));
        collector.onPiece(step, 1, piece(1000, 2000));
    }

    private void losses(long step) {
        collector.onLoss(step, 1, 3, 6);
        collector.onLoss(step, 0, 1, 4);
    }

    @Test
    void tellsAStepWhenShardsAndWorkersHaveReportedIt() {
        pieces(0);
        assertThat(told.reports()).isEmpty();

        losses(0);

        StepReport report = told.reports().get(0);
        assertThat(report.step()).isEqualTo(1);
        assertThat(report.examples()).isEqualTo(4);
        assertThat(report.loss()).isEqualTo(2.5);
        assertThat(report.learningRate()).isEqualTo(0.25);
    }

    @Test
    void readsFromGroupsWhatIsTrueAndFromVirtualWorkersWhatIsBiased() {
        ServerPlan plan = new ServerPlan(
                1,
                new ServerPlan.Parties(2, 4, 1, 2),
                Layouts.ofLengths(List.of(1)),
                new ServerPlan.Rules(
                        OptimizerPlan.of(new UpdateRule.Sgd(), 0.25),
                        new BulkSynchronousPolicy(),
                        NoiseMeter.ofIndependentDraws(4)),
                3,
                Duration.ofSeconds(1));
        ReportCollector grouped = new ReportCollector(plan, told, (version, finished) -> {});

        // sums 1, 2, 3, 6 of an example each; 3 and 9 of two each
        grouped.onExamples(0, 4);
        grouped.onPiece(0, 0, new PieceMeasurement(50, 144, 0, 0, 0, 45, 144));
        for (int virtualWorker = 0; virtualWorker < 4; virtualWorker++) {
            grouped.onLoss(0, virtualWorker, 1, 1);
        }

        StepReport report = told.reports().get(0);
        assertThat(report.total()).isEqualTo(new NoiseReading(9, 9 - 9 / 4.0));
        assertThat(report.segments()).containsExactly(report.total());
        assertThat(report.biased()).contains(new NoiseReading(14 / 3.0, 9 - 14 / 12.0));
    }

    @Test
    void readsFromTheStepAndAProbeWhereAllVirtualWorkersDependOnEachOther() {
        ServerPlan plan = new ServerPlan(
                1,
                new ServerPlan.Parties(1, 2, 1, 2),
                Layouts.ofLengths(List.of(1)),
                PLAN.rules(),
                3,
                Duration.ofSeconds(1));
        ReportCollector sync = new ReportCollector(plan, told, (version, finished) -> {});

        // the step's sum of 2 examples is 6, the probe's 2
        sync.onExamples(0, 2);
        sync.onPiece(0, 0, new PieceMeasurement(20, 36, 0, 0, 0, 20, 64));
        sync.onLoss(0, 0, 1, 1);
        sync.onLoss(0, 1, 1, 1);

        assertThat(told.reports().get(0).total()).isEqualTo(new NoiseReading(4, 4 - 4 / 4.0));
    }

    @Test
    void readsTheNoiseOfTrainableSegmentsOnly() {
        pieces(0);
        losses(0);

        StepReport report = told.reports().get(0);
        assertThat(report.total()).isEqualTo(NoiseMeter.ofIndependentDraws(2).read(40, 48, 4));
        assertThat(report.segments().get(0))
                .isEqualTo(NoiseMeter.ofIndependentDraws(2).read(10, 8, 4));
        assertThat(report.segments().get(1).noiseTrace()).isNaN();
        assertThat(report.segments().get(1).gradientNormSquared()).isNaN();
    }

    @Test
    void tellsStepsInTheirOrder() {
        pieces(1);
        losses(1);
        losses(2);
        pieces(2);
        assertThat(told.reports()).isEmpty();

        losses(0);
        pieces(0);

        assertThat(told.reports()).extracting(StepReport::step).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSecondCopyOfAReportChangesNothing() {
        collector.onLoss(0, 0, 1, 4);
        collector.onLoss(0, 0, 1, 400);
        collector.onLoss(0, 0, 1, Double.NEGATIVE_INFINITY);
        pieces(0);
        collector.onPiece(0, 1, piece(7, 7));
        assertThat(told.reports()).isEmpty();

        collector.onLoss(0, 1, 3, 6);
        losses(0);
        pieces(0);

        assertThat(told.reports()).hasSize(1);
        assertThat(told.reports().get(0).loss()).isEqualTo(2.5);
    }

    @Test
    void aDivergedLossCompletesAStepLikeAnyOther() {
        pieces(0);
        collector.onLoss(0, 0, 1, Double.NEGATIVE_INFINITY);
        collector.onLoss(0, 1, 1, Double.NaN);

        assertThat(told.reports().get(0).loss()).isNaN();
    }

    @Test
    void ignoresWhatCannotBe() {
        collector.onExamples(3, 4);
        collector.onPiece(3, 0, piece(1, 1));
        collector.onPiece(-1, 0, piece(1, 1));
        collector.onPiece(0, 3, piece(1, 1));
        collector.onPiece(0, -1, piece(1, 1));
        collector.onLoss(0, 2, 1, 1);
        collector.onLoss(0, -1, 1, 1);
        collector.onLoss(3, 0, 1, 1);
        collector.onExamples(0, 0);
        collector.onEvaluation(4, 0, new EvaluationSum(1, 1, 1));
        collector.onEvaluation(-1, 0, new EvaluationSum(1, 1, 1));
        collector.onEvaluation(1, 2, new EvaluationSum(1, 1, 1));
        collector.onEvaluation(1, -1, new EvaluationSum(1, 1, 1));

        pieces(0);
        losses(0);

        assertThat(told.reports()).hasSize(1);
        assertThat(told.evaluations()).isEmpty();
    }

    @Test
    void judgesAnEvaluationOnceWhenAllOfItIsThere() {
        collector.onEvaluation(2, 1, new EvaluationSum(10, 5, 7));
        assertThat(verdicts).isEmpty();

        collector.onEvaluation(2, 0, new EvaluationSum(20, 15, 13));
        collector.onEvaluation(2, 0, new EvaluationSum(20, 15, 13));

        assertThat(verdicts).containsExactly("2 false");
    }

    @Test
    void addsTheEvaluationsOfAllVirtualWorkersOnce() {
        collector.onEvaluation(2, 1, new EvaluationSum(10, 5, 7));
        collector.onEvaluation(2, 1, new EvaluationSum(10, 5, 7));
        collector.onEvaluation(2, 0, new EvaluationSum(20, 15, 13));
        collector.onEvaluation(2, 0, new EvaluationSum(20, 15, 13));
        collector.onEvaluation(2, 1, new EvaluationSum(10, 5, 7));

        assertThat(told.evaluations()).containsExactly(new EvaluationSum(30, 20, 20));
    }

    @Test
    void tellsAFailureOnceAndNothingAfterIt() {
        collector.onStop("shard 0 has no memory");
        collector.onStop("shard 1 has no memory");
        pieces(0);
        losses(0);
        collector.onEvaluation(0, 0, new EvaluationSum(1, 1, 1));
        collector.onEvaluation(0, 1, new EvaluationSum(1, 1, 1));

        assertThat(told.failures()).containsExactly("shard 0 has no memory");
        assertThat(told.reports()).isEmpty();
        assertThat(told.evaluations()).isEmpty();
    }

    @Test
    void aPlanRefusesWhatCannotRun() {
        assertThatThrownBy(() -> new ServerPlan.Parties(3, 2, 1))
                .hasMessage("workers must be in [1, 2 virtual workers], was 3");
        assertThatThrownBy(() -> new ServerPlan.Parties(0, 2, 1)).hasMessageContaining("workers must be");
        assertThatThrownBy(() -> new ServerPlan.Parties(1, 0, 1))
                .hasMessage("virtualWorkers must be at least 1, was 0");
        assertThatThrownBy(() -> new ServerPlan.Parties(1, 1, 0)).hasMessage("shards must be in [1, 2047], was 0");
        assertThatThrownBy(() -> plan(new ServerPlan.Parties(1, 1, 4), 1, Duration.ofSeconds(1)))
                .hasMessage("shards must be at most 3 for this layout, was 4");
        assertThatThrownBy(() -> plan(PLAN.parties(), 0, Duration.ofSeconds(1)))
                .hasMessage("steps must be at least 1, was 0");
        assertThatThrownBy(() -> plan(PLAN.parties(), 1, Duration.ZERO))
                .hasMessage("waitLimit must be positive, was PT0S");
    }

    private static ServerPlan plan(ServerPlan.Parties parties, long steps, Duration waitLimit) {
        return new ServerPlan(1, parties, PLAN.layout(), PLAN.rules(), steps, waitLimit);
    }
}
