package org.noisescale.parameterserver.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.PieceMeasurement;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;

/**
 * Puts reports together under every rule but bsp. Shards report on updates, workers on turns; which turns an update is
 * made of follows from the order of pushes, which the first shard tells.
 */
public final class ArrivalReports implements ReportAdapter.Listener {
    private final ServerPlan plan;
    private final RunListener listener;
    private final ReportCollector collector;
    private final ArrivalBook book;
    private final LossBook losses;
    private final Deque<PushRound> waiting = new ArrayDeque<>();
    private final Map<Long, PushRound> told = new HashMap<>();
    private PushRound open = new PushRound();
    private long arrivals;
    private long firstWaiting;
    private long evaluated;
    private double spread = Double.NaN;

    /** A collector of a whole run. */
    public ArrivalReports(ServerPlan plan, RunListener listener, ReportCollector.Verdicts verdicts) {
        this.plan = plan;
        this.listener = listener;
        int workers = plan.parties().workers();
        book = new ArrivalBook(plan.rules().synchronization(), workers);
        losses = new LossBook(workers, plan.gradientsPerPush());
        collector = new ReportCollector(plan, new Steps(), verdicts);
    }

    /** Adds to each step what its pushes say. */
    private final class Steps implements RunListener {
        @Override
        public void onNorms(double weighted, double squared) {
            int pushes = plan.gradientsPerUpdate();
            spread = plan.rules().seating().normed() ? Double.NaN : weighted / pushes - squared / pushes / pushes;
        }

        @Override
        public void onStep(StepReport report) {
            PushRound round = told.remove(report.step() - 1);
            if (round == null) {
                throw new IllegalStateException("step " + report.step() + " must be made of pushes");
            }
            listener.onRound(new RoundFigures(round.stalenessMean(), spread, round.timeNs(), book));
            listener.onStep(report);
        }

        @Override
        public void onEvaluation(long version, EvaluationSum sum) {
            listener.onEvaluation(version, sum);
            evaluated = version;
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

    @Override
    public void onArrival(long number, int worker, long turn, long timeNs) {
        if (number != arrivals || timeNs < 0 || book.version() == plan.steps() || !book.isPossible(worker, turn)) {
            return;
        }
        arrivals++;
        long staleness = book.add(worker, timeNs);
        if (staleness >= 0) {
            open.add(worker, turn, staleness, timeNs);
        }
        if (book.isDue()) {
            book.advance();
            waiting.add(open);
            open = new PushRound();
            tellComplete();
        }
    }

    /**
     * Hands on the rounds of whose pushes all losses are there. What a worker says of an evaluation may come after what
     * others say of the step that follows it, which has to wait then.
     */
    private void tellComplete() {
        while (!waiting.isEmpty()
                && !awaitsEvaluation(firstWaiting)
                && waiting.element().pushes().stream().allMatch(losses::has)) {
            tell(firstWaiting++, waiting.remove());
        }
    }

    private boolean awaitsEvaluation(long version) {
        return version > 0 && plan.evaluations().includes(version) && evaluated < version;
    }

    private void tell(long step, PushRound round) {
        told.put(step, round);
        long examples = 0;
        int gradient = 0;
        long[] counts = new long[plan.gradientsPerUpdate()];
        double[] sums = new double[counts.length];
        for (PushRound.Push push : round.pushes()) {
            LossBook.Losses ofPush = losses.remove(push);
            for (int i = 0; i < plan.gradientsPerPush(); i++) {
                counts[gradient] = ofPush.examples(i);
                sums[gradient++] = ofPush.sum(i);
                examples += ofPush.examples(i);
            }
        }
        collector.onExamples(step, examples);
        for (int i = 0; i < counts.length; i++) {
            collector.onLoss(step, i, counts[i], sums[i]);
        }
    }

    /** How many examples a shard divided by is of no interest: it depends on how stale they were. */
    @Override
    public void onExamples(long step, long examples) {
        // Counted from the losses instead.
    }

    @Override
    public void onPiece(long step, int piece, PieceMeasurement measured) {
        collector.onPiece(step, piece, measured);
    }

    @Override
    public void onLoss(long turn, int gradient, long examples, double lossSum) {
        if (gradient < 0 || gradient >= plan.parties().workers() * plan.gradientsPerPush()) {
            return;
        }
        int worker = gradient / plan.gradientsPerPush();
        losses.add(turn, book.turn(worker), gradient, examples, lossSum);
        tellComplete();
    }

    @Override
    public void onEvaluation(long version, int virtualWorker, EvaluationSum sum) {
        collector.onEvaluation(version, virtualWorker, sum);
        tellComplete();
    }

    @Override
    public void onWorkerTiming(long step, WorkerTiming timing) {
        // Under this rule a step has no critical path.
    }

    @Override
    public void onShardTiming(long step, ShardTiming timing) {
        // Likewise.
    }

    @Override
    public void onStop(String reason) {
        collector.onStop(reason);
    }
}
