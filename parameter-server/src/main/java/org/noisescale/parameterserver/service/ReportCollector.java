package org.noisescale.parameterserver.service;

import java.util.HashMap;
import java.util.Map;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.PieceMeasurement;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.shard.Shard;

/** Puts the reports of many parties together, step by step, and tells the listener in order. */
public final class ReportCollector implements ReportAdapter.Listener {
    private final ServerPlan plan;
    private final RunListener listener;
    private final Verdicts verdicts;
    private final ChunkPlan chunks;
    private final OptimizerChain optimizer;
    private final Map<Long, StepCollection> steps = new HashMap<>();
    private final Map<Long, StatisticsCollection> statistics = new HashMap<>();
    private final Map<Long, EvaluationCollection> evaluations = new HashMap<>();
    private long nextStep;
    private boolean failed;

    /** A collector of a whole run, that hands on the listener's verdicts. */
    public ReportCollector(ServerPlan plan, RunListener listener, Verdicts verdicts) {
        this(plan, 0, listener, verdicts);
    }

    /** The same of a run that goes on from a version. */
    public ReportCollector(ServerPlan plan, long version, RunListener listener, Verdicts verdicts) {
        nextStep = version;
        this.plan = plan;
        this.listener = listener;
        this.verdicts = verdicts;
        chunks = new ChunkPlan(plan.layout());
        optimizer = OptimizerChain.of(plan.rules().optimizer(), plan.layout());
    }

    /** Goes on after so many steps, in place of none. */
    public void restore(long stepsDone) {
        nextStep = stepsDone;
    }

    @Override
    public void onExamples(long step, long examples) {
        if (isExpected(step) && examples > 0) {
            collection(step).examples(examples);
        }
    }

    @Override
    public void onPiece(long step, int piece, PieceMeasurement measured) {
        if (isExpected(step)) {
            collection(step).piece(piece, measured);
            tellCompleted();
        }
    }

    @Override
    public void onLoss(long step, int virtualWorker, long examples, double lossSum) {
        if (isExpected(step) && examples > 0 && examples <= Shard.EXAMPLES_MAX) {
            collection(step).loss(virtualWorker, examples, lossSum);
            tellCompleted();
        }
    }

    /** Late and double reports change nothing; the number of open steps is bounded by the run's length. */
    private boolean isExpected(long step) {
        return !failed && step >= nextStep && step < plan.steps();
    }

    private StepCollection collection(long step) {
        return steps.computeIfAbsent(step, key -> new StepCollection(chunks, plan.gradientsPerUpdate()));
    }

    private void tellCompleted() {
        StepCollection next = steps.get(nextStep);
        while (next != null && next.isComplete()) {
            long step = nextStep;
            steps.remove(step);
            nextStep++;
            tellStatistics(step);
            listener.onNorms(next.weightedSquaredNorm(), next.squaredNorm());
            listener.onStep(report(next, step));
            next = failed ? null : steps.get(nextStep);
        }
    }

    /** A worker tells of them before it tells the losses of the step. */
    private void tellStatistics(long step) {
        StatisticsCollection collected = statistics.remove(step);
        if (collected != null) {
            listener.onStatistics(step + 1, collected.means());
        }
    }

    @Override
    public void onStatistics(long step, int virtualWorker, StatisticsNoise noise) {
        if (isExpected(step)
                && noise.segment() >= 0
                && noise.segment() < plan.layout().segments().size()) {
            statistics
                    .computeIfAbsent(
                            step, key -> new StatisticsCollection(plan.parties().virtualWorkers()))
                    .add(virtualWorker, noise);
        }
    }

    private StepReport report(StepCollection collected, long step) {
        double learningRate = optimizer.learningRate(step + 1);
        NoiseMeter meter = plan.rules().meter();
        int groupSize = plan.parties().groupSize();
        return groupSize == 1
                ? collected.report(step, learningRate, meter)
                : collected.reportOfGroups(
                        step, learningRate, meter, plan.parties().virtualWorkers() / groupSize);
    }

    /** What was collected stays, so that a second report of the same evaluation is known as such. */
    @Override
    public void onEvaluation(long version, int virtualWorker, EvaluationSum sum) {
        if (failed || version < 0 || version > plan.steps()) {
            return;
        }
        EvaluationCollection parts = evaluations.computeIfAbsent(
                version, key -> new EvaluationCollection(plan.parties().virtualWorkers()));
        if (parts.add(virtualWorker, sum)) {
            listener.onEvaluation(version, parts.sum());
            verdicts.judge(version, listener.isOverAt(version));
        }
    }

    @Override
    public void onWorkerTiming(long step, WorkerTiming timing) {
        if (isOfRun(step)
                && timing.worker() >= 0
                && timing.worker() < plan.parties().workers()) {
            listener.onWorkerTiming(step + 1, timing);
        }
    }

    @Override
    public void onShardTiming(long step, ShardTiming timing) {
        if (isOfRun(step)
                && timing.shard() >= 0
                && timing.shard() < plan.parties().shards()) {
            listener.onShardTiming(step + 1, timing);
        }
    }

    private boolean isOfRun(long step) {
        return !failed && step >= 0 && step < plan.steps();
    }

    @Override
    public void onStop(String reason) {
        if (!failed) {
            failed = true;
            listener.onFailure(reason);
        }
    }

    /** Where verdicts go. */
    @FunctionalInterface
    public interface Verdicts {
        /** Says whether the run is over after the evaluation at a version. */
        void judge(long version, boolean finished);
    }
}
