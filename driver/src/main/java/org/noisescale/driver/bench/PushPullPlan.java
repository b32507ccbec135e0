package org.noisescale.driver.bench;

import java.util.List;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * One run of synchronous rounds: every worker pushes a vector, the shards add them in order and apply Adam, every
 * worker pulls the result.
 *
 * @param port the first of three UDP ports on the loopback interface; 0 for shared memory
 * @param run tells the runs of one bench apart
 */
public record PushPullPlan(int parameters, int workers, int shards, int port, int run) {
    /** The longest vector there is. */
    public static final int PARAMETERS_MAX = ParameterLayout.LENGTH_MAX;

    private static final double LEARNING_RATE = 1e-3;
    private static final long ENDLESS = 1L << 40;

    /** The most shards that the vector can be divided among. */
    public int shardsMax() {
        return Math.min(RunChannels.SHARDS_MAX, new ChunkPlan(layout()).chunkCount());
    }

    ParameterLayout layout() {
        return new ParameterLayout(List.of(new Segment("W", 0, parameters, Segment.Kind.WEIGHT)));
    }

    RunChannels channels() {
        int firstStream = (run + 1) * RunChannels.STREAMS_MAX;
        return port == 0 ? RunChannels.ipc(firstStream) : RunChannels.udp("127.0.0.1", port, firstStream);
    }

    ServerPlan server() {
        ServerPlan.Rules rules = new ServerPlan.Rules(
                OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), LEARNING_RATE),
                new BulkSynchronousPolicy(),
                NoiseMeter.ofIndependentDraws(workers));
        ServerPlan.Parties parties = new ServerPlan.Parties(workers, workers, shards);
        return new ServerPlan(run, parties, layout(), rules, ENDLESS, StepPlan.WAIT_LIMIT);
    }

    ClientPlan client(int rank) {
        ClientPlan.Membership membership = new ClientPlan.Membership(rank, 0, workers, workers, shards);
        return new ClientPlan(run, membership, layout(), channels(), StepPlan.WAIT_LIMIT.toMillis());
    }
}
