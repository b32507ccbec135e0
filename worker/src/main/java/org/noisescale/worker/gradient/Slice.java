package org.noisescale.worker.gradient;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.dataset.BatchSampler;
import org.noisescale.worker.dataset.EpochAudit;
import org.noisescale.worker.dataset.ExamplePartition;

/** One virtual worker's slice of the batch: gathers the examples of a step into arrays that live as long as the run. */
final class Slice {
    private final ExamplePartition partition;
    private final BatchSampler sampler;
    private final @Nullable EpochAudit audit;
    private final int[] positions;
    private final INDArray features;
    private final INDArray labels;
    private final float[] desired;

    Slice(ExamplePartition partition, BatchSampler sampler, @Nullable EpochAudit audit) {
        this.partition = partition;
        this.sampler = sampler;
        this.audit = audit;
        int size = sampler.batchSize();
        positions = new int[size];
        features = Nd4j.createUninitialized(DataType.FLOAT, size, partition.featureCount());
        desired = new float[partition.labelType().outputCount()];
        labels = Nd4j.createUninitialized(DataType.FLOAT, size, desired.length);
    }

    int size() {
        return positions.length;
    }

    /** Fills the arrays with the examples of a step, and counts them where they are trained on. */
    void gather(long step, boolean counted) {
        sampler.drawInto(step, positions);
        for (int row = 0; row < positions.length; row++) {
            int position = positions[row];
            NativeFloats.copyRow(partition, position, features, row);
            NativeFloats.copyDesiredOutput(partition, position, labels, row, desired);
            if (audit != null && counted) {
                audit.observe(partition.index(position));
            }
        }
    }

    /** Counts the examples of the epoch in which this step lies that come before it, without gathering them. */
    void beginAt(long step) {
        if (audit == null) {
            return;
        }
        long epochs = step * size() / partition.exampleCount();
        long epochStart = epochs * partition.exampleCount();
        audit.beginAt(Math.toIntExact(epochs));
        for (long before = epochStart / size(); before < step; before++) {
            sampler.drawInto(before, positions);
            for (int i = (int) Math.max(0, epochStart - before * size()); i < positions.length; i++) {
                audit.observe(partition.index(positions[i]));
            }
        }
    }

    INDArray features() {
        return features;
    }

    INDArray labels() {
        return labels;
    }

    @Nullable
    EpochAudit audit() {
        return audit;
    }
}
