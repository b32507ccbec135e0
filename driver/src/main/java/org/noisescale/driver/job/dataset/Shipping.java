package org.noisescale.driver.job.dataset;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import scala.Tuple2;

/** Scales the examples of a block and packs a parcel for each worker that owns some of them. */
record Shipping(Division division, Slices slices, int workers, Broadcast<ExampleScaling> scaling)
        implements PairFlatMapFunction<ExampleBlock, Integer, Parcel> {
    @Override
    public Iterator<Tuple2<Integer, Parcel>> call(ExampleBlock block) {
        long[] places = division.places(block.firstIndex(), block.exampleCount());
        int[] ranks = ranks(slices.owners(places));
        int[] counts = new int[workers];
        Arrays.stream(ranks).forEach(rank -> counts[rank]++);
        Parcel[] parcels = Arrays.stream(counts)
                .mapToObj(count -> new Parcel(count, block))
                .toArray(Parcel[]::new);
        for (int row = 0; row < ranks.length; row++) {
            parcels[ranks[row]].put(block, row, places[row], scaling.value());
        }
        return IntStream.range(0, workers)
                .filter(rank -> parcels[rank].count() > 0)
                .mapToObj(rank -> new Tuple2<>(rank, parcels[rank]))
                .iterator();
    }

    private int[] ranks(int[] owners) {
        int[] rankOf = new int[slices.virtualWorkers()];
        for (int rank = 0; rank < workers; rank++) {
            VirtualWorkerRange range = VirtualWorkerRange.of(rank, workers, rankOf.length);
            Arrays.fill(rankOf, range.first(), range.end(), rank);
        }
        return Arrays.stream(owners).map(owner -> rankOf[owner]).toArray();
    }
}
