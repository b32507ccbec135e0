package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.DataPath;
import org.noisescale.parameterserver.transport.ShardLink;

/**
 * A worker's waits under every rule but bsp, for one thread. Each of them has a limit, which begins anew whenever a
 * shard is heard, and ends with a {@link RunAbortedException} that says what is missing. Evaluations are done wherever
 * the worker waits.
 */
public final class TurnClient implements AutoCloseable {
    private static final int FRAGMENTS_MAX = 64;
    private final ClientPlan plan;
    private final List<ShardLink> shards = new ArrayList<>();
    private final AeronSink reportSink;
    private final @Nullable AeronSource verdictSource;
    private final TurnSession session;
    private final WorkerMeter meter;
    private final IdleStrategy idle = DataPath.newIdleStrategy();
    private BooleanSupplier unwanted = () -> false;
    private LongConsumer evaluator = version -> {};
    private final TimedWait timed;
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
        reportSink = node.reportSink(plan.channels(), waitLimit);
        verdictSource = plan.channels().hasVoice() ? node.verdictSource(plan.channels()) : null;
        session = new TurnSession(plan, new WorkerSession.Outlets(shards, reportSink), parameters);
        meter = new WorkerMeter(
                membership.rank(), shards.stream().map(ShardLink::waits).toList());
        shards.forEach(shard -> shard.whileWaiting(this::receiveInTurn));
        reportSink.whileWaiting(this::receiveInTurn);
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
        unwanted = condition;
    }

    /** Says what to do when a version is to be evaluated, which is in the model's memory then. */
    public void evaluateWith(LongConsumer work) {
        evaluator = work;
    }

    /** Joins the run. */
    public void join() {
        long deadlineNs = System.nanoTime() + limitNs();
        idle.reset();
        for (String gone = firstDisconnected(); !gone.isEmpty(); gone = firstDisconnected()) {
            requirePatience(deadlineNs, "a connection to " + gone);
            idle.idle();
        }
        session.join();
    }

    /** Waits until a turn begins; false if the run is over instead. */
    public boolean awaitTurn() {
        long deadlineNs = System.nanoTime() + 2 * limitNs();
        long heard = session.heard();
        idle.reset();
        while (!session.hasTurn() && !session.isOver()) {
            int work = receive();
            evaluate();
            if (session.heard() > heard) {
                heard = session.heard();
                deadlineNs = System.nanoTime() + 2 * limitNs();
            }
            if (work == 0 && !session.hasTurn() && !session.isOver()) {
                requirePatience(deadlineNs, "parameters of " + plan.channels().nameOf(session.missingShard()));
                requireConnection();
            }
            idle.idle(work);
        }
        if (!settled) {
            settled = true;
            shards.forEach(ShardLink::settle);
        }
        return !session.isOver();
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
        requireConnection();
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
                requirePatience(deadlineNs, "the driver's verdict on the evaluation");
                requireConnection();
            }
            idle.idle(work);
        }
    }

    private long limitNs() {
        return Duration.ofMillis(plan.waitLimitMs()).toNanos();
    }

    private void requirePatience(long deadlineNs, String what) {
        if (Thread.currentThread().isInterrupted() || unwanted.getAsBoolean()) {
            throw new RunAbortedException("interrupted while waiting for " + what);
        }
        if (System.nanoTime() - deadlineNs > 0) {
            throw new RunAbortedException("worker " + plan.membership().rank() + " waited in vain for " + what
                    + "; the limit is " + plan.waitLimitMs() + " ms");
        }
    }

    private void requireConnection() {
        String gone = firstDisconnected();
        if (!gone.isEmpty()) {
            throw new RunAbortedException("worker " + plan.membership().rank() + " lost the connection to " + gone);
        }
    }

    private String firstDisconnected() {
        for (int shard = 0; shard < shards.size(); shard++) {
            if (!shards.get(shard).isConnected()) {
                return plan.channels().nameOf(shard);
            }
        }
        return verdictSource == null || verdictSource.isConnected() ? "" : "the driver";
    }

    private int receiveInTurn() {
        if (Thread.currentThread().isInterrupted() || unwanted.getAsBoolean()) {
            throw new RunAbortedException("interrupted at work");
        }
        return receive();
    }

    private int receive() {
        int work = 0;
        for (int i = 0; i < shards.size(); i++) {
            work += shards.get(i).poll(session.shardFrames(), FRAGMENTS_MAX);
        }
        return verdictSource == null ? work : work + verdictSource.poll(session.verdictFrames(), FRAGMENTS_MAX);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(shards);
        CloseHelper.closeAll(reportSink, verdictSource);
    }
}
