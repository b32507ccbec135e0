package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsGroups;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.CoreBinding;
import org.noisescale.parameterserver.transport.DataPath;
import org.noisescale.parameterserver.transport.ShardLink;

/**
 * A worker's side of the parameter server, used by one thread: join once, then for each step push every virtual
 * worker's gradient and wait for the new parameters. Each wait has a limit, which begins anew when a shard says that
 * others go on, and ends with a {@link RunAbortedException} that names who is missing.
 */
public final class ParameterClient implements AutoCloseable {
    private final ClientPlan plan;
    private final List<ShardLink> shards = new ArrayList<>();
    private final RunConnections connections;
    private final WorkerSession session;
    private final WorkerMeter meter;
    private final TimedWait timed;
    private final CoreBinding binding;
    private long blockedNs;
    private final IdleStrategy idle = DataPath.newIdleStrategy();

    /**
     * Connects to all shards of a run.
     *
     * @param parameters the model's parameters, direct memory, written to as chunks arrive
     * @param gradient the model's gradient, direct memory, read by {@link #push}
     */
    public ParameterClient(ClientPlan plan, AeronNode node, ByteBuffer parameters, ByteBuffer gradient) {
        this.plan = plan;
        ClientPlan.Membership membership = plan.membership();
        Duration waitLimit = Duration.ofMillis(plan.waitLimitMs());
        for (int shard = 0; shard < membership.shards(); shard++) {
            shards.add(node.shardLink(plan.channels(), shard, membership.identity(), waitLimit));
        }
        AeronSink reportSink = node.reportSink(plan.channels(), waitLimit);
        connections = new RunConnections(plan, node, shards, reportSink);
        session = new WorkerSession(plan, new WorkerSession.Outlets(shards, reportSink), parameters, gradient);
        meter = new WorkerMeter(
                membership.rank(), shards.stream().map(ShardLink::waits).toList());
        shards.forEach(shard -> shard.whileWaiting(this::receiveInTurn));
        reportSink.whileWaiting(this::receiveInTurn);
        binding = CoreBinding.ofThisThread(membership.rank());
        timed = new TimedWait(waitLimit.toNanos(), this::workMeanwhile, session::sayPatience);
    }

    /** Says how to find out, at every wait, whether the worker's work is not wanted any more. */
    public void endWhen(BooleanSupplier condition) {
        connections.endWhen(condition);
    }

    /**
     * Joins the run and waits for the parameters that it begins with, which come when all workers are there.
     *
     * @param version how many updates they have had
     */
    public void join(long version) {
        connections.awaitAll(deadlineNs(plan.waitLimitMs()), idle, this::receive);
        session.join(version);
        awaitParameters(version);
        shards.forEach(ShardLink::settle);
    }

    /** Begins a step; to be called before its first push. */
    public void beginStep() {
        session.beginStep();
    }

    /** Pushes what stands in the gradient memory: the sum over {@code examples} of one virtual worker. */
    public void push(long step, int virtualWorker, long examples) {
        session.push(step, virtualWorker, examples);
    }

    /** Pushes it to be measured beside the step's own gradients, before the first of these. */
    public void pushProbe(long step, int virtualWorker, long examples) {
        session.pushProbe(step, virtualWorker, examples);
    }

    /**
     * Shares statistics with the other virtual workers of each group, for which it waits.
     *
     * @see org.noisescale.parameterserver.moments.StatisticsExchange
     */
    public void share(long step, int position, StatisticsGroups groups, List<List<ChannelStatistics>> own) {
        session.statistics().send(step, position, groups, own);
        await(session.statistics()::isComplete, session.statistics()::missing);
        session.statistics().spread(groups, own);
    }

    /** Waits until a time of {@link System#nanoTime()}, as if the worker computed until then. */
    public void awaitTime(long timeNs) {
        timed.until(timeNs);
    }

    private boolean workMeanwhile() {
        receiveInTurn();
        connections.requireConnection();
        return true;
    }

    /** Waits until some parameters have had {@code version} updates. */
    public void awaitFirstParameters(long version) {
        session.awaitParameters(version);
        await(session::hasFirstParameters, () -> "parameters of any shard");
    }

    /** Waits until all parameters have had {@code version} updates. */
    public void awaitParameters(long version) {
        session.awaitParameters(version);
        await(session::hasParameters, () -> "parameters of " + name(session.missingShard()));
    }

    /**
     * Puts into the model's memory what is to be evaluated at a version that has arrived: the parameters, or their
     * average if the server keeps one, for which it waits. To be followed by {@link #endEvaluation}.
     */
    public void beginEvaluation(long version) {
        session.awaitAverage(version);
        await(session::hasAverage, () -> "averaged parameters of " + name(session.missingAverageShard()));
        session.exchangeAverage();
    }

    /** Puts the parameters back. */
    public void endEvaluation() {
        session.exchangeAverage();
    }

    private void await(BooleanSupplier complete, Supplier<String> missing) {
        connections.await(complete, this::receive, session::patience, missing, idle);
    }

    private String name(int shard) {
        return plan.channels().nameOf(shard);
    }

    private static long deadlineNs(long waitMs) {
        return System.nanoTime() + Duration.ofMillis(waitMs).toNanos();
    }

    private int receiveInTurn() {
        if (connections.isUnwanted()) {
            throw new RunAbortedException("interrupted at work");
        }
        return receive();
    }

    private int receive() {
        return connections.receive(session.shardFrames(), session.verdictFrames());
    }

    /** Reports the losses of a step, one entry for each virtual worker that this worker serves. */
    public void reportLosses(long step, long[] examples, double[] lossSums) {
        session.reportLosses(step, examples, lossSums);
    }

    /** Reports how far the statistics of a virtual worker's layers scatter at a step, before its losses. */
    public void reportStatistics(long step, int virtualWorker, List<StatisticsNoise> layers) {
        session.reportStatistics(step, virtualWorker, layers);
    }

    /** Reports where the time of a step went, with how long messages could not be sent in it. */
    public void reportTiming(long step, long computeNs, long pushNs, long waitNs) {
        long blocked = 0;
        for (int i = 0; i < shards.size(); i++) {
            blocked += shards.get(i).waits().totalNs();
        }
        int rank = plan.membership().rank();
        session.reportTiming(step, new WorkerTiming(rank, computeNs, pushNs, waitNs, blocked - blockedNs));
        blockedNs = blocked;
        meter.moved(session.bytesPushed(), session.bytesPulled());
    }

    /** What the worker has done; who calls the others of these methods tells it where the time of each step went. */
    public WorkerMeter meter() {
        return meter;
    }

    /** Reports figures on held-out examples at a version, one entry for each virtual worker that this worker serves. */
    public void reportEvaluation(long version, List<EvaluationSum> sums) {
        session.reportEvaluation(version, sums);
    }

    /**
     * Whether the run is over after the evaluation that was reported last. Waits for the driver's verdict where the run
     * has verdicts; otherwise a run goes on to its last step.
     */
    public boolean isOver() {
        await(session::hasVerdict, () -> "the driver's verdict on the evaluation");
        return session.isOver();
    }

    /**
     * Ends a run that is complete for this worker. Its last reports arrive although they may be lost on the way at
     * first.
     */
    public void leave() {
        connections.leave();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(connections, binding);
    }
}
