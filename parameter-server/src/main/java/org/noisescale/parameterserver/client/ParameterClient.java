package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.VerdictAdapter;
import org.noisescale.parameterserver.protocol.WorkerAdapter;
import org.noisescale.parameterserver.protocol.WorkerPublisher;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;

/**
 * A worker's side of the parameter server, used by one thread: join once, then for each step push every virtual
 * worker's gradient and wait for the new parameters. Each wait has a limit and ends with a {@link RunAbortedException}
 * that names who is missing.
 */
public final class ParameterClient implements AutoCloseable {
    private static final int FRAGMENTS_MAX = 64;

    private final ClientPlan plan;
    private final List<AeronSink> shardSinks = new ArrayList<>();
    private final List<AeronSource> shardSources = new ArrayList<>();
    private final AeronSink reportSink;
    private final @Nullable AeronSource verdictSource;
    private final VerdictReceiver verdicts = new VerdictReceiver();
    private final VerdictAdapter verdictAdapter;
    private final ChunkPlan chunks;
    private final ParameterReceiver receiver;
    private final @Nullable AverageMemory average;
    private final WorkerAdapter adapter;
    private final WorkerPublisher publisher;
    private final GradientPusher pusher;
    private final IdleStrategy idle = new BackoffIdleStrategy(100, 20, 1_000, 100_000);

    /**
     * Connects to all shards of a run.
     *
     * @param parameters the model's parameters, direct memory, written to as chunks arrive
     * @param gradient the model's gradient, direct memory, read by {@link #push}
     */
    public ParameterClient(ClientPlan plan, AeronNode node, ByteBuffer parameters, ByteBuffer gradient) {
        this.plan = plan;
        chunks = new ChunkPlan(plan.layout());
        requireRoom("parameters", parameters);
        requireRoom("gradient", gradient);
        ClientPlan.Membership membership = plan.membership();
        Duration waitLimit = Duration.ofMillis(plan.waitLimitMs());
        for (int shard = 0; shard < membership.shards(); shard++) {
            shardSources.add(node.parametersSource(plan.channels(), shard));
            AeronSink sink = node.pushSink(plan.channels(), shard, waitLimit);
            sink.whileWaiting(this::receive);
            shardSinks.add(sink);
        }
        reportSink = node.reportSink(plan.channels(), waitLimit);
        reportSink.whileWaiting(this::receive);
        verdictSource = plan.channels().judged() ? node.verdictSource(plan.channels()) : null;
        verdictAdapter = new VerdictAdapter(plan.runId(), verdicts);
        UnsafeBuffer model = new UnsafeBuffer(parameters);
        average = plan.averaged() ? new AverageMemory(chunks, model) : null;
        receiver = new ParameterReceiver(chunks, model, average == null ? null : average.receiver());
        adapter = new WorkerAdapter(plan.runId(), receiver);
        publisher = new WorkerPublisher(plan.runId(), membership.rank(), membership.attempt());
        AggregationTree tree = new AggregationTree(membership.virtualWorkers());
        pusher = new GradientPusher(
                chunks,
                ReductionPlan.ofWorker(tree, membership.range()),
                new UnsafeBuffer(gradient),
                publisher,
                sinksByChunk());
    }

    private void requireRoom(String name, ByteBuffer memory) {
        int bytes = chunks.layout().length() * Float.BYTES;
        if (memory.capacity() < bytes) {
            throw new IllegalArgumentException(
                    name + " must have room for " + bytes + " bytes, had " + memory.capacity());
        }
    }

    private List<AeronSink> sinksByChunk() {
        List<AeronSink> byChunk = new ArrayList<>();
        for (int shard = 0; shard < shardSinks.size(); shard++) {
            ShardRange range = ShardRange.of(shard, shardSinks.size(), chunks.chunkCount());
            for (int i = 0; i < range.count(); i++) {
                byChunk.add(shardSinks.get(shard));
            }
        }
        return byChunk;
    }

    /** Joins the run and waits for the initial parameters, which come when all workers are there. */
    public void join() {
        long deadlineNs = deadlineNs(plan.waitLimitMs());
        idle.reset();
        for (String gone = firstDisconnected(); !gone.isEmpty(); gone = firstDisconnected()) {
            requirePatience(deadlineNs, "a connection to " + gone);
            idle.idle();
        }
        shardSinks.forEach(publisher::join);
        awaitParameters(0);
    }

    /** Begins a step; to be called before its first push. */
    public void beginStep() {
        pusher.restart();
    }

    /** Pushes what stands in the gradient memory: the sum over {@code examples} of one virtual worker. */
    public void push(long step, int virtualWorker, long examples) {
        pusher.push(step, virtualWorker, examples);
    }

    /** Waits until some parameters have had {@code version} updates. */
    public void awaitFirstParameters(long version) {
        receiver.await(version);
        await(receiver::isBegun, () -> "parameters of any shard");
    }

    /** Waits until all parameters have had {@code version} updates. */
    public void awaitParameters(long version) {
        receiver.await(version);
        await(receiver::isComplete, () -> "parameters of shard " + firstMissingShard(receiver));
    }

    /**
     * Puts into the model's memory what is to be evaluated at a version that has arrived: the parameters, or their
     * average if the server keeps one, for which it waits. To be followed by {@link #endEvaluation}.
     */
    public void beginEvaluation(long version) {
        if (average == null) {
            return;
        }
        ParameterReceiver averages = average.receiver();
        averages.await(version);
        await(averages::isComplete, () -> "averaged parameters of shard " + firstMissingShard(averages));
        average.exchange();
    }

    /** Puts the parameters back. */
    public void endEvaluation() {
        if (average != null) {
            average.exchange();
        }
    }

    private void await(BooleanSupplier complete, Supplier<String> missing) {
        long deadlineNs = deadlineNs(2 * plan.waitLimitMs());
        idle.reset();
        while (!complete.getAsBoolean()) {
            int work = receive();
            if (work == 0 && !complete.getAsBoolean()) {
                requirePatience(deadlineNs, missing.get());
                requireConnection();
            }
            idle.idle(work);
        }
    }

    private void requirePatience(long deadlineNs, String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw new RunAbortedException("interrupted while waiting for " + what);
        }
        if (System.nanoTime() - deadlineNs > 0) {
            throw new RunAbortedException("worker " + plan.membership().rank() + " waited in vain for " + what
                    + "; the limit is " + plan.waitLimitMs() + " ms");
        }
    }

    /** Who is gone, with all that it sent received, will not send what is missing. */
    private void requireConnection() {
        String gone = firstDisconnected();
        if (!gone.isEmpty()) {
            throw new RunAbortedException("worker " + plan.membership().rank() + " lost the connection to " + gone);
        }
    }

    /** The first party without a connection, or nothing. */
    private String firstDisconnected() {
        for (int shard = 0; shard < shardSources.size(); shard++) {
            if (!shardSources.get(shard).isConnected()) {
                return "shard " + shard;
            }
        }
        return verdictSource == null || verdictSource.isConnected() ? "" : "the driver";
    }

    private int firstMissingShard(ParameterReceiver awaited) {
        int shard = 0;
        while (ShardRange.of(shard, shardSinks.size(), chunks.chunkCount()).endChunk() <= awaited.firstMissing()) {
            shard++;
        }
        return shard;
    }

    private static long deadlineNs(long waitMs) {
        return System.nanoTime() + Duration.ofMillis(waitMs).toNanos();
    }

    private int receive() {
        int work = 0;
        for (int i = 0; i < shardSources.size(); i++) {
            work += shardSources.get(i).poll(adapter, FRAGMENTS_MAX);
        }
        return verdictSource == null ? work : work + verdictSource.poll(verdictAdapter, FRAGMENTS_MAX);
    }

    /** Reports the losses of a step, one entry for each virtual worker that this worker serves. */
    public void reportLosses(long step, long[] examples, double[] lossSums) {
        publisher.losses(reportSink, step, plan.membership().range().first(), examples, lossSums);
    }

    /** Reports figures on held-out examples at a version, one entry for each virtual worker that this worker serves. */
    public void reportEvaluation(long version, List<EvaluationSum> sums) {
        verdicts.await(version);
        publisher.evaluation(reportSink, version, plan.membership().range().first(), sums);
    }

    /**
     * Whether the run is over after the evaluation that was reported last. Waits for the driver's verdict where the run
     * has verdicts; otherwise a run goes on to its last step.
     */
    public boolean isOver() {
        if (verdictSource == null) {
            return false;
        }
        await(verdicts::isComplete, () -> "the driver's verdict on the evaluation");
        return verdicts.isFinished();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(shardSinks);
        CloseHelper.closeAll(shardSources);
        CloseHelper.closeAll(reportSink, verdictSource);
    }
}
