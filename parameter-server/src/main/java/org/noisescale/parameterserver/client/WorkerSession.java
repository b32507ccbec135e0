package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.StatisticsNoisePublisher;
import org.noisescale.parameterserver.protocol.VerdictAdapter;
import org.noisescale.parameterserver.protocol.WorkerAdapter;
import org.noisescale.parameterserver.protocol.WorkerPublisher;
import org.noisescale.parameterserver.protocol.WorkerTiming;

/**
 * A worker's side of the protocol without thread and clock: what it says goes to the sinks at once, what it hears comes
 * in as frames, and whether it may go on is a question. A {@link ParameterClient} waits for the answers on a real
 * network, tests on a scripted one. A frame that ends the run makes the handler throw a
 * {@link org.noisescale.parameterserver.protocol.RunAbortedException}.
 */
public final class WorkerSession {
    private final ClientPlan plan;
    private final ChunkPlan chunks;
    private final Outlets outlets;
    private final VerdictReceiver verdicts = new VerdictReceiver();
    private final VerdictAdapter verdictAdapter;
    private final ParameterReceiver receiver;
    private final StatisticsSession statistics;
    private final @Nullable AverageMemory average;
    private final WorkerAdapter adapter;
    private final WorkerPublisher publisher;
    private final StatisticsNoisePublisher noise;
    private final GradientPusher pusher;

    /**
     * Where a worker's frames go.
     *
     * @param shards one sink for each shard, in order
     */
    public record Outlets(List<? extends FrameSink> shards, FrameSink reports) {}

    /**
     * A session that has said nothing yet.
     *
     * @param parameters the model's parameters, direct memory, written to as chunks arrive
     * @param gradient the model's gradient, direct memory, read by {@link #push}
     */
    public WorkerSession(ClientPlan plan, Outlets outlets, ByteBuffer parameters, ByteBuffer gradient) {
        this.plan = plan;
        this.outlets = outlets;
        chunks = new ChunkPlan(plan.layout());
        requireRoom("parameters", parameters);
        requireRoom("gradient", gradient);
        UnsafeBuffer model = new UnsafeBuffer(parameters);
        average = plan.averaged() ? new AverageMemory(chunks, model) : null;
        receiver = new ParameterReceiver(chunks, model, average == null ? null : average.receiver());
        statistics = new StatisticsSession(plan, outlets.shards().get(0));
        adapter = new WorkerAdapter(plan.runId(), new ShardNews(receiver, statistics));
        verdictAdapter = new VerdictAdapter(plan.runId(), verdicts);
        ClientPlan.Membership membership = plan.membership();
        publisher = new WorkerPublisher(plan.runId(), membership.rank(), membership.attempt());
        noise = new StatisticsNoisePublisher(plan.runId(), membership.rank());
        AggregationTree tree = new AggregationTree(membership.virtualWorkers(), membership.groupSize());
        pusher = new GradientPusher(
                new ShardDivision(chunks, outlets.shards().size()),
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

    private List<FrameSink> sinksByChunk() {
        List<FrameSink> byChunk = new ArrayList<>();
        List<? extends FrameSink> shards = outlets.shards();
        for (int shard = 0; shard < shards.size(); shard++) {
            ShardRange range = ShardRange.of(shard, shards.size(), chunks.chunkCount());
            for (int i = 0; i < range.count(); i++) {
                byChunk.add(shards.get(shard));
            }
        }
        return byChunk;
    }

    /** What takes the frames that come from shards. */
    public FrameHandler shardFrames() {
        return adapter;
    }

    /** What takes the frames that come from the driver. */
    public FrameHandler verdictFrames() {
        return verdictAdapter;
    }

    /**
     * Asks every shard for the parameters at the version that the run begins with, which come when all workers are
     * there.
     */
    public void join(long version) {
        receiver.await(version);
        for (FrameSink shard : outlets.shards()) {
            publisher.join(shard);
        }
    }

    /** Begins a step; to be called before its first push. */
    public void beginStep() {
        pusher.restart();
    }

    /** Pushes what stands in the gradient memory: the sum over {@code examples} of one virtual worker. */
    public void push(long step, int virtualWorker, long examples) {
        pusher.push(step, virtualWorker, examples);
    }

    /** Pushes it to be measured beside the step's own gradients, before the first of these. */
    public void pushProbe(long step, int virtualWorker, long examples) {
        pusher.pushProbe(step, virtualWorker, examples);
    }

    /** How its virtual workers share statistics with others. */
    StatisticsSession statistics() {
        return statistics;
    }

    /** Tells the shards that the worker is there, although it sends nothing. */
    void sayPatience() {
        outlets.shards().forEach(publisher::patience);
    }

    /** How many bytes of gradients were sent so far. */
    long bytesPushed() {
        return pusher.bytesSent();
    }

    /** How many bytes of parameters came so far. */
    long bytesPulled() {
        return receiver.bytesTaken();
    }

    /** Says after how many updates the parameters are needed next. */
    public void awaitParameters(long version) {
        receiver.await(version);
    }

    /** How often a shard has said that it goes on, although nothing is sent. */
    long patience() {
        return receiver.patience();
    }

    /** Whether some of the parameters that were said to be needed are there. */
    public boolean hasFirstParameters() {
        return receiver.isBegun();
    }

    /** Whether the parameters that were said to be needed are there. */
    public boolean hasParameters() {
        return receiver.isComplete();
    }

    /** The first shard whose parameters are missing. */
    public int missingShard() {
        return firstMissingShard(receiver);
    }

    /** Says after how many updates the average of the parameters is needed next, if one is kept. */
    public void awaitAverage(long version) {
        if (average != null) {
            average.receiver().await(version);
        }
    }

    /** Whether what is to be evaluated is there. */
    public boolean hasAverage() {
        return average == null || average.receiver().isComplete();
    }

    /** The first shard whose averages are missing. */
    public int missingAverageShard() {
        return average == null ? 0 : firstMissingShard(average.receiver());
    }

    private int firstMissingShard(ParameterReceiver awaited) {
        int shard = 0;
        int count = outlets.shards().size();
        while (ShardRange.of(shard, count, chunks.chunkCount()).endChunk() <= awaited.firstMissing()) {
            shard++;
        }
        return shard;
    }

    /**
     * Exchanges the parameters in the model's memory with their average, if one is kept; a second time puts them back.
     */
    public void exchangeAverage() {
        if (average != null) {
            average.exchange();
        }
    }

    /** Reports the losses of a step, one entry for each virtual worker that this worker serves. */
    public void reportLosses(long step, long[] examples, double[] lossSums) {
        publisher.losses(outlets.reports(), step, plan.membership().range().first(), examples, lossSums);
    }

    /** Reports how far the statistics of a virtual worker's layers scatter at a step, before its losses. */
    public void reportStatistics(long step, int virtualWorker, List<StatisticsNoise> layers) {
        noise.send(outlets.reports(), step, virtualWorker, layers);
    }

    /** Reports where the time of a step went. */
    public void reportTiming(long step, WorkerTiming timing) {
        publisher.timing(outlets.reports(), step, timing);
    }

    /** Reports figures on held-out examples at a version, one entry for each virtual worker that this worker serves. */
    public void reportEvaluation(long version, List<EvaluationSum> sums) {
        verdicts.await(version);
        publisher.evaluation(
                outlets.reports(), version, plan.membership().range().first(), sums);
    }

    /** Whether it is known if the run is over after the evaluation that was reported last; always if nobody judges. */
    public boolean hasVerdict() {
        return !plan.channels().judged() || verdicts.isComplete();
    }

    /** Whether the run is over after the evaluation that was reported last. */
    public boolean isOver() {
        return plan.channels().judged() && verdicts.isFinished();
    }
}
