package org.noisescale.parameterserver.service;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.moments.StatisticsBoard;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.protocol.ArrivalPublisher;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.ShardAdapter;
import org.noisescale.parameterserver.protocol.ShardPublisher;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.StatisticsPublisher;
import org.noisescale.parameterserver.protocol.WorkersSink;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;
import org.noisescale.parameterserver.shard.Shard;

/**
 * Everything that a shard's party decides in one run: who has joined, what is sent when, and whether it has waited too
 * long for whom. It knows no thread and no clock: frames come in, frames go out, and the time is told. A
 * {@link ShardAgent} runs it on a real network, tests on a scripted one.
 */
public final class ShardSession implements ShardParty, ShardAdapter.Listener {
    private final ServerPlan plan;
    private final Shard shard;
    private final Outlets outlets;
    private final ShardAdapter adapter;
    private final ShardPublisher publisher;
    private final StatisticsBoard board;
    private final StatisticsPublisher statistics;
    private final ShardRange range;
    private final FiguresPost post;
    private final Roster roster;
    private final Consumer<Shard> afterStep;
    private final long firstVersion;
    private final ArrivalPublisher patience;
    private final StallWatch stalls;
    private long stepsMeasured;
    private long chunksSent;
    private long bytesSent;
    private ShardWatch watch = ShardWatch.NONE;

    /**
     * Where a shard's frames go.
     *
     * @param patience to all workers at once, if they can take it
     * @param others the shards that need its figures
     */
    public record Outlets(
            WorkersSink parameters, FrameOutlet patience, FrameSink reports, List<? extends FrameOutlet> others) {}

    /**
     * A session that begins now, with the version that the shard has.
     *
     * @param afterStep is shown the shard after every step, when all its chunks have the same version
     */
    public ShardSession(ServerPlan plan, Shard shard, Outlets outlets, Consumer<Shard> afterStep, long nowNs) {
        this.afterStep = afterStep;
        this.plan = plan;
        this.shard = shard;
        this.outlets = outlets;
        range = shard.plan().range();
        adapter = new ShardAdapter(plan.runId(), this);
        ServerPlan.Parties parties = plan.parties();
        board = new StatisticsBoard(parties.virtualWorkers(), parties.workers(), plan.layout());
        statistics = StatisticsPublisher.ofShard(plan.runId());
        publisher = new ShardPublisher(plan.runId(), shard.plan().chunks().chunkLength());
        post = new FiguresPost(plan.runId(), shard, outlets.others());
        roster = new Roster(plan.parties().workers());
        patience = new ArrivalPublisher(plan.runId());
        stalls = new StallWatch(plan.waitLimit(), nowNs);
        firstVersion = shard.stepsCompleted();
        stepsMeasured = firstVersion;
    }

    @Override
    public void showTo(ShardWatch watching) {
        watch = watching;
    }

    @Override
    public FrameHandler frames() {
        return adapter;
    }

    /** Sends what could not be sent at once; returns how many messages these were. */
    public int sendFigures() {
        return post.send();
    }

    @Override
    public int work(long nowNs) {
        if (stalls.isPatienceDue(nowNs)) {
            patience.offerPatience(outlets.patience());
        }
        return sendFigures();
    }

    @Override
    public long stepsDone() {
        return shard.stepsCompleted();
    }

    @Override
    public boolean isDone() {
        return stepsDone() == plan.steps();
    }

    @Override
    public boolean needsEverybody() {
        return !isDone() && !roster.isLeaving();
    }

    @Override
    public Optional<String> findStall(long nowNs) {
        return !stalls.isQuiet(nowNs) || isDone()
                ? Optional.empty()
                : stalls.find(nowNs, insight(), stepsDone(), this::missing);
    }

    /** Statistics go through the first shard alone: whose gradients do not come may be waiting for those of another. */
    private StallWatch.Insight insight() {
        if (!roster.isComplete() || !board.missingWorkers().isEmpty()) {
            return StallWatch.Insight.WHOLE;
        }
        if (awaitsFigures()) {
            return StallWatch.Insight.NONE;
        }
        return shard.plan().range().shard() == 0 ? StallWatch.Insight.WHOLE : StallWatch.Insight.OWN;
    }

    private boolean awaitsFigures() {
        return !shard.missingShards().isEmpty();
    }

    private String missing() {
        if (!roster.isComplete()) {
            return Absent.names("answers of worker", roster.missing());
        }
        List<Integer> silent = board.missingWorkers();
        if (!silent.isEmpty()) {
            return Absent.names("statistics of worker", silent);
        }
        return awaitsFigures()
                ? Absent.names("figures of shard", shard.missingShards())
                : Absent.names("gradients of worker", shard.missingWorkers());
    }

    @Override
    public void onJoin(int worker, int attempt) {
        if (!roster.add(worker)) {
            return;
        }
        stalls.observe(true);
        outlets.parameters().add(worker, attempt);
        if (roster.isComplete()) {
            sendFirstVersion();
        }
    }

    /** A run that goes on from a state may have its evaluation still before it. */
    private void sendFirstVersion() {
        for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
            sendParameters(chunk);
            if (firstVersion > 0) {
                sendAverage(chunk);
            }
        }
    }

    @Override
    public void onContribution(Contribution contribution) {
        if (isDone()) {
            return;
        }
        int chunk = contribution.chunk();
        long version = range.contains(chunk) ? shard.version(chunk) : 0;
        Shard.Outcome outcome = shard.offer(contribution);
        if (counts(outcome)) {
            watch.onPush(chunk, version - contribution.step());
        } else {
            watch.onIgnoredPush();
        }
        advance(outcome);
    }

    private static boolean counts(Shard.Outcome outcome) {
        return outcome == Shard.Outcome.ACCEPTED || outcome == Shard.Outcome.COMPLETED;
    }

    @Override
    public void onPatience(int worker) {
        stalls.observe(worker >= 0 && worker < plan.parties().workers());
    }

    @Override
    public void onLeave(int worker) {
        roster.leave(worker);
    }

    @Override
    public void onFigures(Figures figures) {
        if (!isDone()) {
            advance(shard.offer(figures));
        }
    }

    /** Statistics come while nobody pushes gradients of that step, and are answered at once. */
    @Override
    public void onStatistics(StatisticsContribution contribution) {
        StatisticsBoard.Outcome outcome = isDone() ? StatisticsBoard.Outcome.IGNORED : board.offer(contribution);
        stalls.observe(outcome != StatisticsBoard.Outcome.IGNORED);
        if (outcome == StatisticsBoard.Outcome.COMPLETED) {
            statistics.sendWhole(
                    outlets.parameters(),
                    contribution.key(),
                    board.completed(),
                    contribution.channels(),
                    contribution.firstChannel());
        }
    }

    private void advance(Shard.Outcome outcome) {
        stalls.observe(counts(outcome));
        if (outcome != Shard.Outcome.COMPLETED) {
            return;
        }
        for (int chunk = shard.pollCompleted(); chunk != Shard.NONE; chunk = shard.pollCompleted()) {
            watch.onUpdated();
            sendParameters(chunk);
            sendAverage(chunk);
            watch.onSent(chunk);
        }
        if (stepsDone() > stepsMeasured) {
            publisher.measurement(outlets.reports(), stepsMeasured, shard.measurement());
            stepsMeasured = stepsDone();
            watch.onStep(shard.measurement());
            afterStep.accept(shard);
        }
    }

    private void sendParameters(int chunk) {
        chunksSent++;
        bytesSent += (long) shard.parameters(chunk).length * Float.BYTES;
        publisher.parameters(outlets.parameters(), shard.version(chunk), chunk, shard.parameters(chunk));
    }

    private void sendAverage(int chunk) {
        if (plan.averagesAt(shard.version(chunk))) {
            bytesSent += (long) shard.parameters(chunk).length * Float.BYTES;
            publisher.average(outlets.parameters(), shard.version(chunk), chunk, shard.average(chunk));
        }
    }

    /** How many times parameters of a chunk were sent. */
    long chunksSent() {
        return chunksSent;
    }

    /** How many bytes of parameters and averages were sent. */
    long bytesSent() {
        return bytesSent;
    }

    /** Tells the driver where the time of a step went. */
    void reportTiming(long step, ShardTiming timing) {
        publisher.timing(outlets.reports(), step, timing);
    }

    @Override
    public void stopReports(String reason) {
        publisher.stop(outlets.reports(), reason);
    }

    @Override
    public void stopWorkers(String reason) {
        publisher.stop(outlets.parameters(), reason);
    }
}
