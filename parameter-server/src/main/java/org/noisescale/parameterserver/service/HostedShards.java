package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.checkpoint.CheckpointAgent;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * Shards of one run on one node, each with a thread of its own. A shard says what goes wrong on the streams that it
 * sends on anyway: the driver hears it as a report, workers at their next wait.
 */
public final class HostedShards implements AutoCloseable {
    private final ServerPlan plan;
    private final ChunkPlan chunks;
    private final List<Shard> shards = new ArrayList<>();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final List<ShardMeter> meters = new ArrayList<>();
    private final Checkpointing checkpointing;
    private final @Nullable CheckpointAgent checkpoints;
    private final @Nullable AgentRunner checkpointRunner;
    private final AtomicBoolean metered = new AtomicBoolean(true);
    private final AtomicBoolean faulty = new AtomicBoolean();
    /** Whether nothing more is to be written down. */
    private final AtomicBoolean settled = new AtomicBoolean();

    private final AtomicReference<String> endReason = new AtomicReference<>("the parameter server was stopped");

    /** Shards in their initial state; nothing moves before {@link #start}. */
    public HostedShards(ServerPlan plan, Selection selection, InitialState state) {
        this(plan, selection, state, Checkpointing.NONE);
    }

    /** The same; their states are written down as the run goes on. */
    public HostedShards(ServerPlan plan, Selection selection, InitialState state, Checkpointing checkpointing) {
        this.plan = plan;
        this.checkpointing = checkpointing;
        chunks = new ChunkPlan(plan.layout());
        for (int i = 0; i < selection.count; i++) {
            shards.add(state.open(shardPlan(selection.first + i), i));
        }
        CheckpointStore store = checkpointing.storeOrNull();
        checkpoints = store == null ? null : new CheckpointAgent(store, selection.first, selection.count);
        checkpointRunner = checkpoints == null ? null : RunThread.of(checkpoints, checkpoints::fail, () -> {});
    }

    /** Which shards of a run: {@code count} neighbours from {@code first} on. */
    public record Selection(int first, int count) {}

    private ShardPlan shardPlan(int shard) {
        ServerPlan.Parties parties = plan.parties();
        if (plan.rules().isSeated()) {
            int seats = plan.rules().synchronization().quorum(parties.workers());
            return new ShardPlan(
                    new ShardDivision(chunks, parties.shards()),
                    shard,
                    new AggregationTree(seats),
                    seats,
                    plan.rules().optimizer(),
                    new BulkSynchronousPolicy());
        }
        return new ShardPlan(
                new ShardDivision(chunks, parties.shards()),
                shard,
                parties.tree(),
                parties.workers(),
                plan.rules().optimizer(),
                plan.rules().synchronization());
    }

    /** How much their checkpoints take on disk at most. */
    public long checkpointBytesMax() {
        return shards.stream()
                .mapToLong(
                        shard -> CheckpointStore.bytesMax(shard.plan().range().count(), shard.stateValueCount()))
                .sum();
    }

    /** Keeps no meters and tells no times, to find out what they cost; to be called before the start. */
    void withoutMeters() {
        metered.set(false);
    }

    /** Starts the threads, once; workers may join from then on. */
    public void start(AeronNode node, RunChannels channels) {
        boolean started = false;
        try {
            shards.forEach(shard -> runners.add(runner(shard, node, channels)));
            if (checkpointRunner != null) {
                AgentRunner.startOnThread(checkpointRunner);
            }
            runners.forEach(AgentRunner::startOnThread);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private AgentRunner runner(Shard shard, AeronNode node, RunChannels channels) {
        ShardLinks links = ShardLinks.open(node, channels, shard, plan);
        ShardAgent agent = new ShardAgent(
                plan,
                shard,
                links,
                new ShardCheckpoints(checkpointing, checkpoints, plan.waitLimit()),
                SystemNanoClock.INSTANCE,
                endReason::get);
        if (metered.get()) {
            meters.add(agent.meter());
        } else {
            agent.withoutMeter();
        }
        return RunThread.of(agent, agent::fail, () -> faulty.set(true));
    }

    /** What each of them has done, once they were started. */
    public List<ShardMeter> meters() {
        return List.copyOf(meters);
    }

    /** Ends the threads; workers that still wait are told why. */
    public void end(String reason) {
        endReason.set(reason);
        close();
    }

    /** Ends the threads; workers that still wait are told. */
    @Override
    public void close() {
        runners.forEach(RunThread::end);
        if (checkpoints != null && checkpointRunner != null) {
            if (settled.compareAndSet(false, true)) {
                writeLast(checkpoints);
            }
            RunThread.end(checkpointRunner, plan.waitLimit());
        }
    }

    /**
     * Has the last step written down, if all shards stand there: whoever goes on with the run has less to do again. The
     * shards belong to nobody any more.
     */
    private void writeLast(CheckpointAgent agent) {
        long version = shards.get(0).stepsCompleted();
        boolean alike = shards.stream().allMatch(shard -> shard.stepsCompleted() == version && shard.isBetweenSteps());
        if (alike && !isFaulty() && version > 0 && version < plan.steps()) {
            ShardCheckpoints last = new ShardCheckpoints(checkpointing, agent, plan.waitLimit());
            shards.forEach(shard -> last.handOver(shard, agent));
        }
    }

    /** Whether a thread ended by a fault of the program, which would show again if the run were started again. */
    public boolean isFaulty() {
        return faulty.get();
    }

    /** Ends the threads of a run that is complete and gives the parameters that these shards own. */
    public float[] stop() {
        settled.set(true);
        close();
        return vector(Shard::parameters);
    }

    /** Ends the threads and gives the average of these parameters if one is kept, or the parameters. */
    public float[] average() {
        close();
        return vector(Shard::average);
    }

    private float[] vector(BiFunction<Shard, Integer, float[]> valuesOfChunk) {
        int first = shards.get(0).plan().range().firstChunk();
        int end = shards.get(shards.size() - 1).plan().range().endChunk();
        int begin = chunks.offset(first);
        float[] vector = new float[chunks.offset(end - 1) + chunks.length(end - 1) - begin];
        for (Shard shard : shards) {
            for (int chunk = shard.plan().range().firstChunk();
                    chunk < shard.plan().range().endChunk();
                    chunk++) {
                float[] values = valuesOfChunk.apply(shard, chunk);
                System.arraycopy(values, 0, vector, chunks.offset(chunk) - begin, chunks.length(chunk));
            }
        }
        return vector;
    }
}
