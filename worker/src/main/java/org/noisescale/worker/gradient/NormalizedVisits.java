package org.noisescale.worker.gradient;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.KeyedPermutation;

/**
 * What a network's last BatchNormalization makes of examples that visit the virtual workers. A batch is drawn and
 * divided as in training. One place of each slice is for visitors, the others keep their examples from visit to visit;
 * at each visit every virtual worker has another example in that place, none comes twice, and who visits whom is drawn.
 * Means and variances are those of training, of slices, their parts or groups of them, with the visitor among their
 * examples. So the virtual workers differ, to a visitor, in nothing but the examples whose statistics it shares.
 *
 * @param sample from which examples are drawn
 * @param visits how many examples come to each virtual worker
 * @param seed says which examples
 */
public record NormalizedVisits(NetworkPlan plan, BatchShares shares, ExamplePartition sample, int visits, long seed) {
    /** How many examples a sample must have at least. */
    public static long examplesMin(BatchShares shares, int visits) {
        return shares.batchSize() + (visits - 1L) * shares.virtualWorkers();
    }

    /**
     * The normalised features of each visitor, a list for each virtual worker; those of images averaged over their
     * places.
     *
     * @param parameters of the network
     */
    public List<List<float[]>> seenBy(float[] parameters) {
        int virtualWorkers = shares.virtualWorkers();
        Network network = plan.newNetwork(plan.scope().division(), StatisticsPool.ALONE);
        NativeFloats.copy(parameters, network.parameters());
        List<VisitorPass> slices = slices();
        JointGradients lanes = new JointGradients(plan, network, plan.scope().groups(virtualWorkers), slices);
        try {
            lanes.shareThrough(exchange(virtualWorkers));
            IntStream.range(0, visits).forEach(visit -> lanes.sum(new Pass(visit, false), 0));
        } finally {
            lanes.close();
        }
        return slices.stream().map(VisitorPass::seen).toList();
    }

    private StatisticsExchange exchange(int virtualWorkers) {
        return plan.scope().isShared()
                ? new WholeExchange(plan.scope().groups(virtualWorkers))
                : (step, position, groups, own) -> {};
    }

    private List<VisitorPass> slices() {
        KeyedPermutation order = new KeyedPermutation(CounterRandom.derive(seed, 0), sample.exampleCount());
        int drawn = 0;
        List<VisitorPass> slices = new ArrayList<>();
        int virtualWorkers = shares.virtualWorkers();
        int residentsOfAll = shares.batchSize() - virtualWorkers;
        for (int virtualWorker = 0; virtualWorker < virtualWorkers; virtualWorker++) {
            int[] residents = new int[shares.share(virtualWorker) - 1];
            for (int i = 0; i < residents.length; i++) {
                residents[i] = (int) order.at(drawn++);
            }
            int first = residentsOfAll + virtualWorker;
            int[] visitors = IntStream.range(0, visits)
                    .map(visit -> (int) order.at(first + (long) visit * virtualWorkers))
                    .toArray();
            slices.add(
                    new VisitorPass(sample, plan.scope().division(seed, shares, virtualWorker), residents, visitors));
        }
        return slices;
    }
}
