package org.noisescale.parameterserver.client;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.WorkerPublisher;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.ShardLink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's connections in a run: what comes through them, who of the others is gone, and how long the worker waits
 * for them. What ends a wait is a {@link RunAbortedException} that names who is missing.
 */
final class RunConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunConnections.class);
    private static final int FRAGMENTS_MAX = 64;
    /** A message may find no room just where one term buffer ends. */
    private static final int OFFERS_MAX = 2;

    private final ClientPlan plan;
    private final AeronNode node;
    private final List<ShardLink> shards;
    private final AeronSink reports;
    private final @Nullable AeronSource verdicts;
    private BooleanSupplier unwanted = () -> false;
    private boolean left;

    /** Takes over what is open, and listens to the driver where it says anything. */
    RunConnections(ClientPlan plan, AeronNode node, List<ShardLink> shards, AeronSink reports) {
        this.plan = plan;
        this.node = node;
        this.shards = List.copyOf(shards);
        this.reports = reports;
        verdicts = plan.channels().hasVoice() ? node.verdictSource(plan.channels()) : null;
    }

    /** Says how to find out whether the worker's work is not wanted any more. */
    void endWhen(BooleanSupplier condition) {
        unwanted = condition;
    }

    boolean isUnwanted() {
        return unwanted.getAsBoolean();
    }

    /** Hands over what has arrived; returns how many messages these were. */
    int receive(FrameHandler fromShards, FrameHandler fromDriver) {
        int work = 0;
        for (int i = 0; i < shards.size(); i++) {
            work += shards.get(i).poll(fromShards, FRAGMENTS_MAX);
        }
        return verdicts == null ? work : work + verdicts.poll(fromDriver, FRAGMENTS_MAX);
    }

    /**
     * Waits until all are there; what arrives meanwhile, such as the end of the run, is received.
     *
     * @param receive returns how much came
     */
    void awaitAll(long deadlineNs, IdleStrategy idle, IntSupplier receive) {
        idle.reset();
        for (String gone = firstDisconnected(); !gone.isEmpty(); gone = firstDisconnected()) {
            String absent = gone;
            requirePatience(deadlineNs, () -> "a connection to " + absent);
            idle.idle(receive.getAsInt());
        }
    }

    /**
     * Waits until something is complete, for twice the limit since the last word that others go on.
     *
     * @param receive returns how much came
     * @param heard how many such words have come
     * @param missing what it waits for
     */
    void await(
            BooleanSupplier complete,
            IntSupplier receive,
            LongSupplier heard,
            Supplier<String> missing,
            IdleStrategy idle) {
        long limitNs = 2 * Duration.ofMillis(plan.waitLimitMs()).toNanos();
        long deadlineNs = System.nanoTime() + limitNs;
        long words = heard.getAsLong();
        idle.reset();
        while (!complete.getAsBoolean()) {
            int work = receive.getAsInt();
            if (heard.getAsLong() > words) {
                words = heard.getAsLong();
                deadlineNs = System.nanoTime() + limitNs;
            }
            if (work == 0 && !complete.getAsBoolean()) {
                requirePatience(deadlineNs, missing);
                requireConnection();
            }
            idle.idle(work);
        }
    }

    /** Throws if the worker is to wait no longer; what it waits for is put into words only then. */
    void requirePatience(long deadlineNs, Supplier<String> what) {
        if (Thread.currentThread().isInterrupted() || isUnwanted()) {
            throw new RunAbortedException("interrupted while waiting for " + what.get());
        }
        if (System.nanoTime() - deadlineNs > 0) {
            throw new RunAbortedException("worker " + plan.membership().rank() + " waited in vain for " + what.get()
                    + "; the limit is " + plan.waitLimitMs() + " ms");
        }
    }

    /** Who is gone, with all that it sent received, will not send what is missing. */
    void requireConnection() {
        if (node.isLost()) {
            throw new RunAbortedException(
                    "worker " + plan.membership().rank() + " lost all connections: " + node.loss());
        }
        String gone = firstDisconnected();
        if (!gone.isEmpty()) {
            throw new RunAbortedException("worker " + plan.membership().rank() + " lost the connection to " + gone);
        }
    }

    /** The first party without a connection, or nothing. */
    String firstDisconnected() {
        for (int shard = 0; shard < shards.size(); shard++) {
            if (!shards.get(shard).isConnected()) {
                return plan.channels().nameOf(shard);
            }
        }
        return verdicts == null || verdicts.isConnected() ? "" : "the driver";
    }

    /** Ends a run that is complete for this worker; all that it said will arrive. */
    void leave() {
        takeLeave();
        node.closeDelivered(Stream.concat(shards.stream().map(ShardLink::pushes), Stream.of(reports))
                .toList());
    }

    /** Who goes without a word is taken for lost; nobody is waited for now. */
    private void takeLeave() {
        if (left) {
            return;
        }
        left = true;
        WorkerPublisher publisher = new WorkerPublisher(
                plan.runId(), plan.membership().rank(), plan.membership().attempt());
        for (ShardLink shard : shards) {
            try {
                for (int i = 0; i < OFFERS_MAX && !publisher.offerLeave(shard); i++) {
                    Thread.onSpinWait();
                }
            } catch (RunAbortedException unreachable) {
                LOG.debug("a shard is not told that a worker goes", unreachable);
            }
        }
    }

    @Override
    public void close() {
        takeLeave();
        CloseHelper.closeAll(shards);
        CloseHelper.closeAll(reports, verdicts);
    }
}
