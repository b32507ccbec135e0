package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parameter server for one run inside the driver's JVM: a thread for each shard and one for the reports.
 *
 * <p>Whatever goes wrong in a thread ends the run. A shard says why on the streams that it sends on anyway, so that the
 * listener hears it from the one thread that calls it; workers hear it at their next wait.
 */
public final class EmbeddedParameterServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedParameterServer.class);
    /** How long a thread may take to notice that it shall stop, before it is interrupted. */
    private static final int CLOSE_PATIENCE_MS = 1_000;

    private final ChunkPlan chunks;
    private final List<Shard> shards = new ArrayList<>();
    private final List<AgentRunner> shardRunners = new ArrayList<>();
    private final ReportAgent reportAgent;
    private final AgentRunner reportRunner;

    /**
     * Starts the threads; workers may join from then on.
     *
     * @param parameters the initial parameters, copied
     */
    public EmbeddedParameterServer(
            ServerPlan plan, float[] parameters, AeronNode node, RunChannels channels, RunListener listener) {
        chunks = new ChunkPlan(plan.layout());
        for (int i = 0; i < plan.parties().shards(); i++) {
            shards.add(new Shard(shardPlan(plan, i), parameters));
        }
        reportAgent = new ReportAgent(plan, ReportLinks.open(node, channels, plan.waitLimit()), listener);
        reportRunner = runner(reportAgent, this::failReports);
        boolean started = false;
        try {
            for (Shard shard : shards) {
                ShardLinks links = ShardLinks.open(node, channels, shard, plan.waitLimit());
                ShardAgent agent = new ShardAgent(plan, shard, links, SystemNanoClock.INSTANCE);
                shardRunners.add(runner(agent, agent::fail));
            }
            AgentRunner.startOnThread(reportRunner);
            shardRunners.forEach(AgentRunner::startOnThread);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Without reports the run is of no use: the shards end as well, and tell the workers. */
    private void failReports(String reason) {
        reportAgent.fail(reason);
        shardRunners.forEach(EmbeddedParameterServer::end);
    }

    private ShardPlan shardPlan(ServerPlan plan, int shard) {
        ServerPlan.Parties parties = plan.parties();
        return new ShardPlan(
                new ShardDivision(chunks, parties.shards()),
                shard,
                new AggregationTree(parties.virtualWorkers()),
                parties.workers(),
                plan.rules().optimizer(),
                plan.rules().synchronization());
    }

    private static AgentRunner runner(Agent agent, Consumer<String> fail) {
        BackoffIdleStrategy idle = new BackoffIdleStrategy(100, 20, 1_000, 100_000);
        return new AgentRunner(idle, error -> onError(agent, error, fail), null, agent);
    }

    /** An {@link AgentRunner} goes on after an exception, and after an error ends without closing its agent. */
    private static void onError(Agent agent, Throwable error, Consumer<String> fail) {
        if (error instanceof AgentTerminationException) {
            return;
        }
        if (error instanceof RunAbortedException) {
            fail.accept(error.getMessage());
            return;
        }
        LOG.error("{} failed", agent.roleName(), error);
        fail.accept(agent.roleName() + " failed: " + error);
        if (error instanceof Error) {
            agent.onClose();
        }
    }

    /** Ends the shards' threads and gives their parameters as one vector. */
    public float[] stop() {
        shardRunners.forEach(EmbeddedParameterServer::end);
        return vector(Shard::parameters);
    }

    /** Ends the shards' threads and gives what was to be evaluated: the average if one is kept, or the parameters. */
    public float[] average() {
        shardRunners.forEach(EmbeddedParameterServer::end);
        return vector(Shard::average);
    }

    private float[] vector(BiFunction<Shard, Integer, float[]> valuesOfChunk) {
        float[] vector = new float[chunks.layout().length()];
        for (Shard shard : shards) {
            ShardRange range = shard.plan().range();
            for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
                System.arraycopy(
                        valuesOfChunk.apply(shard, chunk), 0, vector, chunks.offset(chunk), chunks.length(chunk));
            }
        }
        return vector;
    }

    /** Ends all threads; workers that still wait are told. May be called by the listener, too. */
    @Override
    public void close() {
        shardRunners.forEach(EmbeddedParameterServer::end);
        if (Thread.currentThread().equals(reportRunner.thread())) {
            reportAgent.end();
        } else {
            end(reportRunner);
        }
    }

    private static void end(AgentRunner runner) {
        runner.close(CLOSE_PATIENCE_MS, thread -> LOG.warn("{} is interrupted, since it does not stop", thread));
    }
}
