package org.noisescale.driver.job.dataset;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.LabelType;
import org.noisescale.worker.dataset.Labels;
import scala.Tuple2;

/** Puts all parcels of a worker where they belong, in whatever order they arrive. */
record Unpacking(Slices slices, int workers, int featureCount, LabelType labelType)
        implements Function2<Integer, Iterator<Tuple2<Integer, Parcel>>, Iterator<WorkerPartition>> {
    @Override
    public Iterator<WorkerPartition> call(Integer rank, Iterator<Tuple2<Integer, Parcel>> parcels) {
        VirtualWorkerRange range = VirtualWorkerRange.of(rank, workers, slices.virtualWorkers());
        Shelf training = new Shelf(slices.training(), range, featureCount, labelType);
        Shelf evaluation = new Shelf(slices.evaluation(), range, featureCount, labelType);
        long evaluationStart = slices.evaluation().get(0);
        while (parcels.hasNext()) {
            Parcel parcel = parcels.next()._2();
            for (int position = 0; position < parcel.count(); position++) {
                (parcel.place(position) < evaluationStart ? training : evaluation).put(parcel, position);
            }
        }
        return List.of(new WorkerPartition(rank, training.partitions(), evaluation.partitions()))
                .iterator();
    }

    /** The adjoining parts of several virtual workers, to be filled in any order. */
    private static final class Shelf {
        private final List<Long> borders;
        private final int featureCount;
        private final LabelType labelType;
        private final List<float[]> features = new ArrayList<>();
        private final List<Labels> labels = new ArrayList<>();
        private final List<long[]> indices = new ArrayList<>();
        private int unfilled;

        Shelf(List<Long> allBorders, VirtualWorkerRange range, int featureCount, LabelType labelType) {
            this.borders = allBorders.subList(range.first(), range.end() + 1);
            this.featureCount = featureCount;
            this.labelType = labelType;
            for (int part = 0; part < range.count(); part++) {
                int count = Math.toIntExact(borders.get(part + 1) - borders.get(part));
                features.add(new float[Math.multiplyExact(count, featureCount)]);
                labels.add(labelType.allocate(count));
                indices.add(new long[count]);
                unfilled += count;
            }
        }

        void put(Parcel parcel, int position) {
            long place = parcel.place(position);
            int part = 0;
            while (place >= borders.get(part + 1)) {
                part++;
            }
            int slot = (int) (place - borders.get(part));
            parcel.copyInto(position, features.get(part), labels.get(part), slot);
            indices.get(part)[slot] = parcel.index(position);
            unfilled--;
        }

        List<ExamplePartition> partitions() {
            if (unfilled != 0) {
                throw new IllegalStateException(unfilled + " examples of " + borders + " did not arrive");
            }
            List<ExamplePartition> partitions = new ArrayList<>();
            for (int part = 0; part < labels.size(); part++) {
                partitions.add(new ExamplePartition(
                        featureCount, labelType, features.get(part), labels.get(part), indices.get(part)));
            }
            return partitions;
        }
    }
}
