package org.noisescale.driver.bench;

import java.util.List;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * Workers with one virtual worker each that share the statistics of a layer over shared memory, and do nothing else.
 */
public record StatisticsPlan(int channels, int workers) {
    private static final int SHARDS = 1;
    private static final long ENDLESS = 1L << 40;

    ParameterLayout layout() {
        return new ParameterLayout(List.of(
                new Segment("0_gamma", 0, channels, Segment.Kind.BIAS),
                new Segment("0_mean", channels, channels, Segment.Kind.STATISTIC)));
    }

    static RunChannels channelsOfRun() {
        return RunChannels.ipc(RunChannels.STREAMS_MAX);
    }

    ServerPlan server() {
        ServerPlan.Rules rules = new ServerPlan.Rules(
                OptimizerPlan.of(new UpdateRule.Sgd(), 1),
                new BulkSynchronousPolicy(),
                NoiseMeter.ofIndependentDraws(workers));
        ServerPlan.Parties parties = new ServerPlan.Parties(workers, workers, SHARDS);
        return new ServerPlan(0, parties, layout(), rules, ENDLESS, StepPlan.WAIT_LIMIT);
    }

    ClientPlan client(int rank) {
        ClientPlan.Membership membership = new ClientPlan.Membership(rank, 0, workers, workers, SHARDS);
        return new ClientPlan(0, membership, layout(), channelsOfRun(), StepPlan.WAIT_LIMIT.toMillis());
    }
}
