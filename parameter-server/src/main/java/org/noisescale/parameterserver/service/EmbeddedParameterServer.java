package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A parameter server for one run inside the driver's JVM: a thread for each shard and one for the reports. */
public final class EmbeddedParameterServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedParameterServer.class);

    private final ChunkPlan chunks;
    private final List<Shard> shards = new ArrayList<>();
    private final List<AgentRunner> shardRunners = new ArrayList<>();
    private final AgentRunner reportRunner;

    /**
     * Starts the threads; workers may join from then on.
     *
     * @param parameters the initial parameters, copied
     */
    public EmbeddedParameterServer(
            ServerPlan plan, float[] parameters, AeronNode node, RunChannels channels, RunListener listener) {
        chunks = new ChunkPlan(plan.layout());
        ReportAdapter adapter = new ReportAdapter(plan.runId(), new ReportCollector(plan, listener));
        reportRunner = runner(new ReportAgent(node.reportSource(channels), adapter), listener);
        for (int i = 0; i < plan.parties().shards(); i++) {
            Shard shard = new Shard(shardPlan(plan, i), parameters);
            shards.add(shard);
            ShardLinks links = ShardLinks.open(node, channels, i, plan.waitLimit());
            shardRunners.add(runner(new ShardAgent(plan, shard, links, SystemNanoClock.INSTANCE), listener));
        }
        AgentRunner.startOnThread(reportRunner);
        shardRunners.forEach(AgentRunner::startOnThread);
    }

    private ShardPlan shardPlan(ServerPlan plan, int shard) {
        ServerPlan.Parties parties = plan.parties();
        return new ShardPlan(
                chunks,
                ShardRange.of(shard, parties.shards(), chunks.chunkCount()),
                new AggregationTree(parties.virtualWorkers()),
                parties.workers(),
                plan.rules().optimizer(),
                plan.rules().synchronization());
    }

    /** An error in a thread of ours ends the run: the listener is told and closes the server. */
    private static AgentRunner runner(Agent agent, RunListener listener) {
        BackoffIdleStrategy idle = new BackoffIdleStrategy(100, 20, 1_000, 100_000);
        return new AgentRunner(idle, error -> fail(agent, error, listener), null, agent);
    }

    private static void fail(Agent agent, Throwable error, RunListener listener) {
        if (error instanceof AgentTerminationException) {
            return;
        }
        LOG.error("{} failed", agent.roleName(), error);
        listener.onFailure(agent.roleName() + ": " + error);
    }

    /** Ends the shards' threads and gives their parameters as one vector. */
    public float[] stop() {
        CloseHelper.closeAll(shardRunners);
        float[] parameters = new float[chunks.layout().length()];
        for (Shard shard : shards) {
            ShardRange range = shard.plan().range();
            for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
                System.arraycopy(shard.parameters(chunk), 0, parameters, chunks.offset(chunk), chunks.length(chunk));
            }
        }
        return parameters;
    }

    /** Ends all threads; workers that still wait are told. */
    @Override
    public void close() {
        CloseHelper.closeAll(shardRunners);
        reportRunner.close();
    }
}
