package org.noisescale.worker.gradient;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.dataset.BatchSampler;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.EpochAudit;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.WorkerShare;

/**
 * A DL4J network on one worker. After {@code computeGradientAndScore} DL4J's flat gradient view holds the sum over the
 * minibatch, and the flat parameter view is the network's own memory; both are used as they are, without a copy. What
 * layers draw at random is a function of (seed, virtual worker, step): ND4J's generator, which each thread has one of,
 * is seeded before each gradient.
 */
final class NetworkObjective implements Objective {
    /** Keeps what layers draw (dropout) apart from what the sampler draws with the same seed. */
    private static final long RANDOM_STREAM = 0x64726f706f7574L;

    private final Network network;
    private final VirtualWorkerRange range;
    private final List<Slice> slices = new ArrayList<>();
    private final List<HeldOut> heldOut = new ArrayList<>();
    private final long randomKey;
    private final ByteBuffer parameters;
    private final ByteBuffer gradient;

    NetworkObjective(Network network, WorkerShare share, SamplingPlan sampling) {
        this.network = network;
        range = share.range();
        for (int i = 0; i < range.count(); i++) {
            int virtualWorker = range.first() + i;
            ExamplePartition partition = share.training().get(i);
            int size = share.shares().share(virtualWorker);
            BatchSampler sampler = sampling.sampler(virtualWorker, partition.exampleCount(), size);
            slices.add(new Slice(
                    partition, sampler, sampling.withReplacement() ? null : new EpochAudit(virtualWorker, partition)));
            heldOut.add(new HeldOut(share.evaluation().get(i)));
        }
        randomKey = CounterRandom.derive(sampling.seed(), RANDOM_STREAM);
        parameters = NativeFloats.view(network.parameters());
        gradient = NativeFloats.view(network.gradient());
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
        Slice slice = slice(virtualWorker);
        slice.gather(step);
        Nd4j.getRandom().setSeed(CounterRandom.derive(CounterRandom.derive(randomKey, virtualWorker), step));
        return network.computeGradient(slice.features(), slice.labels()) * slice.size();
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

    private Slice slice(int virtualWorker) {
        return slices.get(virtualWorker - range.first());
    }
}
