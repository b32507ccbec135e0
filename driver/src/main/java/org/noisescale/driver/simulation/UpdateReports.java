package org.noisescale.driver.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.PieceMeasurement;
import org.noisescale.parameterserver.service.ReportCollector;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.StepMeasurement;

/** Tells of each update what the parties of a real run would, to the same collector. */
final class UpdateReports {
    private final SimulationPlan plan;
    private final Shard shard;
    private final ReportCollector collector;
    private final OptimizerChain optimizer;
    private long localSteps;

    UpdateReports(SimulationPlan plan, Shard shard, Consumer<StepReport> listener) {
        this.plan = plan;
        this.shard = shard;
        optimizer = OptimizerChain.of(plan.optimizer(), shard.plan().chunks().layout());
        collector = new ReportCollector(
                plan.reporting(shard.plan().chunks().layout()),
                new StepListener(report -> listener.accept(completed(report))),
                (version, finished) -> {});
    }

    /** Hears of steps and nothing else. */
    private record StepListener(Consumer<StepReport> steps) implements RunListener {
        @Override
        public void onStep(StepReport report) {
            steps.accept(report);
        }

        @Override
        public void onEvaluation(long version, EvaluationSum sum) {}

        @Override
        public void onFailure(String reason) {
            throw new IllegalStateException(reason);
        }
    }

    /** Tells of the update that the shard has just done. */
    void tell(Update update) {
        long step = shard.stepsCompleted() - 1;
        localSteps += plan.synchronization().policy().localSteps(step);
        collector.onExamples(step, update.examples());
        for (int gradient = 0; gradient < update.gradients(); gradient++) {
            collector.onLoss(step, gradient, update.examples(gradient), update.lossSum(gradient));
        }
        StepMeasurement measured = shard.measurement();
        boolean own = !plan.synchronization().isBulkSynchronous();
        for (int piece = 0; piece < measured.pieceCount(); piece++) {
            double weighted = own ? update.weightedSquaredNorm(piece) : measured.weightedSquaredNorm(piece);
            collector.onPiece(
                    step,
                    piece,
                    new PieceMeasurement(
                            weighted,
                            measured.squaredNorm(piece),
                            measured.updateProduct(piece),
                            measured.updateSquaredNorm(piece),
                            measured.parameterSquaredNorm(piece)));
        }
    }

    /** |Σ (θ_read − θ_w)|² of the update that the shard has just done. */
    double squaredNormOfSum() {
        StepMeasurement measured = shard.measurement();
        double sum = 0;
        for (int piece = 0; piece < measured.pieceCount(); piece++) {
            sum += measured.squaredNorm(piece);
        }
        return sum;
    }

    /** Local workers follow schedules at their own steps, and their ways are no gradients of which noise is read. */
    private StepReport completed(StepReport report) {
        if (!plan.synchronization().isLocal()) {
            return report;
        }
        NoiseReading nothing = new NoiseReading(Double.NaN, Double.NaN);
        return new StepReport(
                report.step(),
                report.examples(),
                report.loss(),
                optimizer.learningRate(localSteps),
                nothing,
                report.segments().stream().map(segment -> nothing).toList(),
                Optional.empty(),
                report.update(),
                report.segmentUpdates());
    }
}
