package org.noisescale.driver.bench;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.ReferenceNetwork;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.objective.WorkerShare;

/**
 * One training of the reference network, each worker in a process of its own, all on one media driver.
 *
 * @param normalization whether the network has a BatchNormalization, and by which statistics it normalises
 * @param run tells the runs of one bench apart
 */
public record StepPlan(Normalization normalization, int workers, int shards, int run) {
    static final double LEARNING_RATE = 1e-3;
    static final int BATCH_SIZE = 64;

    /** The server waits while copies or DL4J are measured; a worker's end shows at once in its pipe. */
    static final Duration WAIT_LIMIT = Duration.ofMinutes(10);

    private static final long ENDLESS = 1L << 40;
    private static final int EXAMPLES = 2_000;
    /** As the margins of scanned digits: their weights get no gradient, so that their state decays. */
    private static final int ALWAYS_ZERO = 200;

    /** What stands behind the first layer. */
    public enum Normalization {
        /** Nothing. */
        NONE("784-512-256-10"),
        /** BatchNormalization by the statistics of each worker's examples. */
        LOCAL("784-512-BN-256-10"),
        /** BatchNormalization by the statistics of all workers' examples. */
        SYNC("784-512-syncBN-256-10");

        private final String network;

        Normalization(String network) {
            this.network = network;
        }
    }

    String name() {
        return normalization.network;
    }

    boolean normalized() {
        return normalization != Normalization.NONE;
    }

    NetworkPlan network() {
        int group = normalization == Normalization.SYNC ? workers : 1;
        return NetworkPlan.of(new ReferenceNetwork(normalized()), new SamplingPlan(1, false))
                .withScope(new StatisticsScope(group, 0));
    }

    WorkerShare share(int rank) {
        return new WorkerShare(
                client(rank, network().initialModel().layout()).membership().range(),
                new BatchShares(BATCH_SIZE * workers, workers),
                List.of(examples(rank)),
                List.of(examples(rank)));
    }

    static ExamplePartition examples(int seed) {
        Random random = new Random(seed);
        float[] features = new float[EXAMPLES * ReferenceNetwork.FEATURES];
        int[] labels = new int[EXAMPLES];
        long[] indices = new long[EXAMPLES];
        for (int i = 0; i < features.length; i++) {
            features[i] = i % ReferenceNetwork.FEATURES < ALWAYS_ZERO ? 0 : random.nextFloat();
        }
        for (int i = 0; i < EXAMPLES; i++) {
            labels[i] = random.nextInt(ReferenceNetwork.CLASSES);
            indices[i] = i;
        }
        return new ExamplePartition(ReferenceNetwork.FEATURES, ReferenceNetwork.CLASSES, features, labels, indices);
    }

    RunChannels channels() {
        return RunChannels.ipc((run + 1) * RunChannels.STREAMS_MAX);
    }

    ServerPlan server(ParameterLayout layout) {
        ServerPlan.Rules rules = new ServerPlan.Rules(
                OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), LEARNING_RATE),
                new BulkSynchronousPolicy(),
                NoiseMeter.ofIndependentDraws(workers));
        ServerPlan.Parties parties = new ServerPlan.Parties(workers, workers, shards);
        return new ServerPlan(run, parties, layout, rules, ENDLESS, WAIT_LIMIT);
    }

    ClientPlan client(int rank, ParameterLayout layout) {
        ClientPlan.Membership membership = new ClientPlan.Membership(rank, 0, workers, workers, shards);
        return new ClientPlan(run, membership, layout, channels(), WAIT_LIMIT.toMillis());
    }
}
