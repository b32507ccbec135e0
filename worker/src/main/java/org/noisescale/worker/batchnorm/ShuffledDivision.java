package org.noisescale.worker.batchnorm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.KeyedPermutation;

/**
 * The examples of a batch in another random order at each step, and then in groups (He et al. 2020, arXiv:1911.05722,
 * section 3.3, "shuffling BN"): whose statistics normalise an example has nothing to do with whose slice it is in.
 *
 * <p>There, the examples travel before the network and back behind it. Here they stay where they are, and each slice
 * has a part in each group, which contributes to the group's statistics and is normalised by them: the same function of
 * the batch. Groups are as large as the slices of neighbours would be that it takes the place of.
 */
public final class ShuffledDivision implements SliceDivision {
    private static final long STREAM = 0x73687566666c65L;

    private final long key;
    private final int batchSize;
    /** The place behind the last one of each group. */
    private final int[] groupEnds;

    private final int first;
    private final int count;
    private List<SlicePart> parts = List.of();

    /**
     * The division of one virtual worker's slice.
     *
     * @param seed with the step it determines the order, the same for all virtual workers and layers
     * @param groupSize as many slices make up the size of a group
     */
    public ShuffledDivision(long seed, BatchShares shares, int groupSize, int virtualWorker) {
        key = CounterRandom.derive(seed, STREAM);
        batchSize = shares.batchSize();
        groupEnds = IntStream.rangeClosed(1, shares.virtualWorkers() / groupSize)
                .map(group -> before(group * groupSize, shares))
                .toArray();
        first = before(virtualWorker, shares);
        count = shares.share(virtualWorker);
    }

    private static int before(int virtualWorker, BatchShares shares) {
        return IntStream.range(0, virtualWorker).map(shares::share).sum();
    }

    @Override
    public void begin(long step) {
        KeyedPermutation order = new KeyedPermutation(CounterRandom.derive(key, step), batchSize);
        List<List<Integer>> members = new ArrayList<>();
        for (int group = 0; group < groupEnds.length; group++) {
            members.add(new ArrayList<>());
        }
        for (int example = 0; example < count; example++) {
            members.get(groupAt(order.at(first + example))).add(example);
        }
        parts = members.stream().map(ShuffledDivision::part).toList();
    }

    private int groupAt(long place) {
        int group = 0;
        while (place >= groupEnds[group]) {
            group++;
        }
        return group;
    }

    private static SlicePart part(List<Integer> examples) {
        return new SlicePart.Scattered(
                examples.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public List<SlicePart> parts(int examples) {
        if (parts.isEmpty() || examples != count) {
            throw new IllegalStateException("a step must have begun, with " + count + " examples, had " + examples);
        }
        return parts;
    }
}
