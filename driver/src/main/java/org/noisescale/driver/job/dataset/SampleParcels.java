package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;

/** Packs those examples of a block that have the first places, and puts such parcels together again. */
record SampleParcels(Division division, int count, Broadcast<ExampleScaling> scaling)
        implements Function<ExampleBlock, Parcel> {
    @Override
    public Parcel call(ExampleBlock block) {
        long[] places = division.places(block.firstIndex(), block.exampleCount());
        int[] rows = IntStream.range(0, places.length)
                .filter(row -> places[row] < count)
                .toArray();
        Parcel parcel = new Parcel(rows.length, block);
        for (int row : rows) {
            parcel.put(block, row, places[row], scaling.value());
        }
        return parcel;
    }

    /** The examples in the order of their places. */
    static ExamplePartition unpack(List<Parcel> parcels, int count, int featureCount, LabelType labelType) {
        float[] features = new float[Math.multiplyExact(count, featureCount)];
        Labels labels = labelType.allocate(count);
        long[] indices = new long[count];
        for (Parcel parcel : parcels) {
            for (int position = 0; position < parcel.count(); position++) {
                int place = Math.toIntExact(parcel.place(position));
                parcel.copyInto(position, features, labels, place);
                indices[place] = parcel.index(position);
            }
        }
        return new ExamplePartition(featureCount, labelType, features, labels, indices);
    }
}
