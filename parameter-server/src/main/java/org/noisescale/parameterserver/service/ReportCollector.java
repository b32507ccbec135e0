package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.ReportAdapter;

/** Puts the reports of many parties together, step by step, and tells the listener in order. */
final class ReportCollector implements ReportAdapter.Listener {
    private final ServerPlan plan;
    private final RunListener listener;
    private final ChunkPlan chunks;
    private final OptimizerChain optimizer;
    private final Map<Long, StepCollection> steps = new TreeMap<>();
    private final Map<Long, List<@Nullable EvaluationSum>> evaluations = new TreeMap<>();
    private long nextStep;

    ReportCollector(ServerPlan plan, RunListener listener) {
        this.plan = plan;
        this.listener = listener;
        chunks = new ChunkPlan(plan.layout());
        optimizer = OptimizerChain.of(plan.rules().optimizer());
    }

    @Override
    public void onExamples(long step, long examples) {
        if (isExpected(step)) {
            collection(step).examples(examples);
        }
    }

    @Override
    public void onPiece(long step, int piece, double weightedSquaredNorm, double squaredNorm) {
        if (isExpected(step)) {
            collection(step).piece(piece, weightedSquaredNorm, squaredNorm);
            tellCompleted();
        }
    }

    @Override
    public void onLoss(long step, int virtualWorker, long examples, double lossSum) {
        if (isExpected(step)) {
            collection(step).loss(virtualWorker, lossSum);
            tellCompleted();
        }
    }

    /** Late and double reports change nothing; the number of open steps is bounded by the run's length. */
    private boolean isExpected(long step) {
        return step >= nextStep && step < plan.steps();
    }

    private StepCollection collection(long step) {
        return steps.computeIfAbsent(
                step, key -> new StepCollection(chunks, plan.parties().virtualWorkers()));
    }

    private void tellCompleted() {
        StepCollection next = steps.get(nextStep);
        while (next != null && next.isComplete()) {
            double learningRate = optimizer.learningRate(nextStep + 1);
            listener.onStep(next.report(nextStep, learningRate, plan.rules().meter()));
            steps.remove(nextStep);
            nextStep++;
            next = steps.get(nextStep);
        }
    }

    @Override
    public void onEvaluation(long version, int virtualWorker, EvaluationSum sum) {
        int virtualWorkers = plan.parties().virtualWorkers();
        if (virtualWorker < 0 || virtualWorker >= virtualWorkers || version < 0 || version > plan.steps()) {
            return;
        }
        List<@Nullable EvaluationSum> parts = evaluations.computeIfAbsent(version, key -> empty(virtualWorkers));
        parts.set(virtualWorker, sum);
        if (!parts.contains(null)) {
            evaluations.remove(version);
            listener.onEvaluation(version, inOrder(parts));
        }
    }

    private static List<@Nullable EvaluationSum> empty(int virtualWorkers) {
        List<@Nullable EvaluationSum> parts = new ArrayList<>();
        for (int i = 0; i < virtualWorkers; i++) {
            parts.add(null);
        }
        return parts;
    }

    private static EvaluationSum inOrder(List<@Nullable EvaluationSum> parts) {
        EvaluationSum sum = null;
        for (EvaluationSum part : parts) {
            if (part != null) {
                sum = sum == null ? part : sum.plus(part);
            }
        }
        if (sum == null) {
            throw new IllegalStateException("an evaluation without parts");
        }
        return sum;
    }

    @Override
    public void onStop(String reason) {
        listener.onFailure(reason);
    }
}
