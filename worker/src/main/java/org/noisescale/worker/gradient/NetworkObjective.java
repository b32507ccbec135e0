package org.noisescale.worker.gradient;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsGroups;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.dataset.BatchSampler;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.EpochAudit;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.WorkerShare;

/**
 * A DL4J network on one worker. After {@code computeGradientAndScore} DL4J's flat gradient view holds the sum over the
 * minibatch, and the flat parameter view is the network's own memory; both are used as they are, without a copy.
 */
final class NetworkObjective implements Objective {
    /** Keeps what layers draw (dropout) apart from what the sampler draws with the same seed. */
    private static final long RANDOM_STREAM = 0x64726f706f7574L;

    private final Network network;
    private final VirtualWorkerRange range;
    private final List<Slice> slices = new ArrayList<>();
    private final List<SliceStatistics> statistics = new ArrayList<>();
    private final List<HeldOut> heldOut = new ArrayList<>();
    private final SliceGradients gradients;
    private final ByteBuffer parameters;
    private final ByteBuffer gradient;

    NetworkObjective(NetworkPlan plan, WorkerShare share) {
        range = share.range();
        SamplingPlan sampling = plan.sampling();
        long randomKey = CounterRandom.derive(sampling.seed(), RANDOM_STREAM);
        List<SlicePass> passes = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            int virtualWorker = range.first() + i;
            ExamplePartition partition = share.training().get(i);
            int size = share.shares().share(virtualWorker);
            BatchSampler sampler = sampling.sampler(virtualWorker, partition.exampleCount(), size);
            slices.add(new Slice(
                    partition, sampler, sampling.withReplacement() ? null : new EpochAudit(virtualWorker, partition)));
            statistics.add(new SliceStatistics());
            passes.add(new SlicePass(
                    slices.get(i),
                    CounterRandom.derive(randomKey, virtualWorker),
                    statistics.get(i),
                    plan.scope().division(sampling.seed(), share.shares(), virtualWorker)));
            heldOut.add(new HeldOut(share.evaluation().get(i)));
        }
        StatisticsGroups groups = plan.scope().groups(share.shares().virtualWorkers());
        if (plan.scope().isShared() && range.count() == 1) {
            LoneGradient lone = new LoneGradient(plan, groups, passes.get(0));
            network = lone.network();
            gradients = lone;
        } else {
            network = plan.newNetwork(plan.scope().division(), StatisticsPool.ALONE);
            gradients = plan.scope().isShared()
                    ? new JointGradients(plan, network, groups, passes)
                    : new SeparateGradients(network, passes);
        }
        parameters = NativeFloats.view(network.parameters());
        gradient = NativeFloats.view(gradients.gradient());
    }

    @Override
    public ByteBuffer parameters() {
        return parameters;
    }

    @Override
    public ByteBuffer gradient() {
        return gradient;
    }

    @Override
    public int examples(int virtualWorker) {
        return slice(virtualWorker).size();
    }

    @Override
    public double sumGradient(long step, int virtualWorker) {
        return gradients.sum(new Pass(step, false), virtualWorker - range.first());
    }

    @Override
    public void probe(long step, int virtualWorker) {
        gradients.sum(new Pass(step, true), virtualWorker - range.first());
    }

    @Override
    public List<StatisticsNoise> statisticsNoise(int virtualWorker) {
        return statistics.get(virtualWorker - range.first()).noise();
    }

    @Override
    public void shareThrough(StatisticsExchange exchange) {
        gradients.shareThrough(exchange);
    }

    @Override
    public EvaluationSum evaluate(int virtualWorker) {
        return heldOut.get(virtualWorker - range.first()).evaluate(network);
    }

    @Override
    public void beginAt(long step) {
        slices.forEach(slice -> slice.beginAt(step));
    }

    @Override
    public Optional<EpochAuditReport> audit() {
        return slices.stream()
                .map(Slice::audit)
                .filter(Objects::nonNull)
                .map(EpochAudit::report)
                .reduce(EpochAuditReport::mergedWith);
    }

    @Override
    public void close() {
        gradients.close();
    }

    private Slice slice(int virtualWorker) {
        return slices.get(virtualWorker - range.first());
    }
}
