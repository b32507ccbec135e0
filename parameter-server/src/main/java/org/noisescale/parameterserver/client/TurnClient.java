package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.CoreBinding;
import org.noisescale.parameterserver.transport.DataPath;
import org.noisescale.parameterserver.transport.ShardLink;

/**
 * A worker's waits under every rule but bsp, for one thread. Each of them has a limit, which begins anew whenever a
 * shard is heard, and ends with a {@link RunAbortedException} that says what is missing. Evaluations are done wherever
 * the worker waits.
 */
public final class TurnClient implements AutoCloseable {
    private final ClientPlan plan;
    private final List<ShardLink> shards = new ArrayList<>();
    private final RunConnections connections;
    private final TurnSession session;
    private final WorkerMeter meter;
    private final IdleStrategy idle = DataPath.newIdleStrategy();
    private LongConsumer evaluator = version -> {};
    private final TimedWait timed;
    private final CoreBinding binding;
    private boolean settled;

    /**
     * Connects to all shards of a run.
     *
     * @param parameters the model's parameters, direct memory, written to as chunks arrive
     */
    public TurnClient(ClientPlan plan, AeronNode node, ByteBuffer parameters) {
        this.plan = plan;
        ClientPlan.Membership membership = plan.membership();
        Duration waitLimit = Duration.ofMillis(plan.waitLimitMs());
        for (int shard = 0; shard < membership.shards(); shard++) {
            shards.add(node.shardLink(plan.channels(), shard, membership.identity(), membership.shards(), waitLimit));
        }
        AeronSink reportSink = node.reportSink(plan.channels(), waitLimit);
        connections = new RunConnections(plan, node, shards, reportSink);
        session = new TurnSession(plan, new WorkerSession.Outlets(shards, reportSink), parameters);
        meter = new WorkerMeter(
                membership.rank(), shards.stream().map(ShardLink::waits).toList());
        shards.forEach(shard -> shard.whileWaiting(this::receiveInTurn));
        reportSink.whileWaiting(this::receiveInTurn);
        binding = CoreBinding.ofThisThread(membership.rank());
        timed = new TimedWait(limitNs(), this::workMeanwhile, session::sayPatience);
    }

    /** What is said and heard. */
    public TurnSession session() {
        return session;
    }

    /** What the worker has done; for any thread. */
    public WorkerMeter meter() {
        return meter;
    }

    /** Brings the meter up to date. */
    public void countBytes() {
        meter.moved(session.bytesPushed(), session.bytesPulled());
    }

    /** Says how to find out, at every wait, whether the worker's work is not wanted any more. */
    public void endWhen(BooleanSupplier condition) {
        connections.endWhen(condition);
    }

    /** Says what to do when a version is to be evaluated, which is in the model's memory then. */
    public void evaluateWith(LongConsumer work) {
        evaluator = work;
    }

    /** Joins the run. */
    public void join() {
        connections.awaitAll(System.nanoTime() + limitNs(), idle, this::receive);
        session.join();
    }

    /** Waits until a turn begins; false if the run is over instead. */
    public boolean awaitTurn() {
        connections.await(
                () -> session.hasTurn() || session.isOver(),
                this::receiveAndEvaluate,
                session::heard,
                () -> "parameters of " + plan.channels().nameOf(session.missingShard()),
                idle);
        if (!settled) {
            settled = true;
            shards.forEach(ShardLink::settle);
        }
        return !session.isOver();
    }

    private int receiveAndEvaluate() {
        int work = receive();
        evaluate();
        return work;
    }

    /** Looks at what has arrived; false if the turn is not the worker's any more. */
    public boolean look() {
        receive();
        return !session.isCancelled();
    }

    /** Waits until a time of {@link System#nanoTime()}; false if the turn is not the worker's any more. */
    public boolean awaitTime(long timeNs) {
        return timed.until(timeNs) && look();
    }

    private boolean workMeanwhile() {
        receiveInTurn();
        if (session.isCancelled()) {
            return false;
        }
        evaluate();
        connections.requireConnection();
        return true;
    }

    private void evaluate() {
        if (!session.hasEvaluation()) {
            return;
        }
        evaluator.accept(session.exchange());
        awaitVerdict();
        session.endEvaluation();
    }

    private void awaitVerdict() {
        long deadlineNs = System.nanoTime() + 2 * limitNs();
        idle.reset();
        while (!session.hasVerdict()) {
            int work = receive();
            if (work == 0 && !session.hasVerdict()) {
                connections.requirePatience(deadlineNs, () -> "the driver's verdict on the evaluation");
                connections.requireConnection();
            }
            idle.idle(work);
        }
    }

    private long limitNs() {
        return Duration.ofMillis(plan.waitLimitMs()).toNanos();
    }

    private int receiveInTurn() {
        if (Thread.currentThread().isInterrupted() || connections.isUnwanted()) {
            throw new RunAbortedException("interrupted at work");
        }
        return receive();
    }

    private int receive() {
        return connections.receive(session.shardFrames(), session.verdictFrames());
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
