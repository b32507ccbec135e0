package org.noisescale.parameterserver.service;

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
        HostedShards.Selection all =
                new HostedShards.Selection(0, plan.parties().shards());
        shards = new HostedShards(plan, all, InitialState.of(parameters));
        // Without reports the run is of no use: the shards end as well, and tell the workers.
        reports = new RunReports(plan, node, channels, listener, shards::close);
        boolean started = false;
        try {
            reports.start();
            shards.start(node, channels);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
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
