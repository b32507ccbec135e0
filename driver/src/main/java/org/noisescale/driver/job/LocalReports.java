package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.RoundFigures;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * Reports of local workers, who follow schedules at their own steps, and whose ways are no gradients of which noise
 * could be read.
 */
final class LocalReports implements RunListener {
    private final RunListener listener;
    private final SynchronizationPolicy policy;
    private final OptimizerChain optimizer;
    private long localSteps;

    LocalReports(RunListener listener, SynchronizationPolicy policy, OptimizerChain optimizer) {
        this.listener = listener;
        this.policy = policy;
        this.optimizer = optimizer;
    }

    @Override
    public void onRound(RoundFigures figures) {
        listener.onRound(figures);
    }

    @Override
    public void onStep(StepReport report) {
        localSteps += policy.localSteps(report.step() - 1);
        NoiseReading nothing = new NoiseReading(Double.NaN, Double.NaN);
        listener.onStep(new StepReport(
                report.step(),
                report.examples(),
                report.loss(),
                optimizer.learningRate(localSteps),
                nothing,
                report.segments().stream().map(segment -> nothing).toList(),
                Optional.empty(),
                report.update(),
                report.segmentUpdates()));
    }

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {
        listener.onEvaluation(version, sum);
    }

    @Override
    public void onWorkerTiming(long step, WorkerTiming timing) {
        listener.onWorkerTiming(step, timing);
    }

    @Override
    public void onShardTiming(long step, ShardTiming timing) {
        listener.onShardTiming(step, timing);
    }

    @Override
    public boolean isOverAt(long version) {
        return listener.isOverAt(version);
    }

    @Override
    public void onFailure(String reason) {
        listener.onFailure(reason);
    }
}
