package org.noisescale.parameterserver.service;

import java.util.List;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** A parameter server for one run inside the driver's JVM: a thread for each shard and one for the reports. */
public final class EmbeddedParameterServer implements ParameterServer {
    private final HostedShards shards;
    private final RunReports reports;

    /**
     * Starts the threads; workers may join from then on.
     *
     * @param parameters the initial parameters, copied
     */
    public EmbeddedParameterServer(
            ServerPlan plan, float[] parameters, AeronNode node, RunChannels channels, RunListener listener) {
        this(plan, InitialState.of(parameters), Checkpointing.NONE, new Links(node, channels), listener);
    }

    /** The same for a run that goes on from a state, and whose states are written down. */
    public EmbeddedParameterServer(
            ServerPlan plan, InitialState state, Checkpointing checkpointing, Links links, RunListener listener) {
        this(plan, state, checkpointing, links, listener, true);
    }

    private EmbeddedParameterServer(
            ServerPlan plan,
            InitialState state,
            Checkpointing checkpointing,
            Links links,
            RunListener listener,
            boolean metered) {
        HostedShards.Selection all =
                new HostedShards.Selection(0, plan.parties().shards());
        shards = new HostedShards(plan, all, state, checkpointing);
        if (!metered) {
            shards.withoutMeters();
        }
        // Without reports the run is of no use: the shards end as well, and tell the workers.
        ReportLinks reportLinks = ReportLinks.open(links.node, links.channels, plan.waitLimit());
        reports = new RunReports(plan, state.version(), reportLinks, listener, shards::close);
        boolean started = false;
        try {
            reports.start();
            shards.start(links.node, links.channels);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** One that begins with these parameters and keeps no meters, to find out what they cost. */
    public static EmbeddedParameterServer withoutMeters(
            ServerPlan plan, float[] parameters, Links links, RunListener listener) {
        return new EmbeddedParameterServer(
                plan, InitialState.of(parameters), Checkpointing.NONE, links, listener, false);
    }

    /** Where the parties of a run meet. */
    public record Links(AeronNode node, RunChannels channels) {}

    @Override
    public boolean isFaulty() {
        return shards.isFaulty() || reports.isFaulty();
    }

    @Override
    public List<ShardMeter> meters() {
        return shards.meters();
    }

    @Override
    public float[] stop() {
        return shards.stop();
    }

    @Override
    public float[] average() {
        return shards.average();
    }

    @Override
    public void close() {
        shards.close();
        reports.close();
    }
}
