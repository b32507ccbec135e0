package org.noisescale.worker.gradient;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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

    /** Fills the arrays with the examples of a step and counts them. */
    void gather(long step) {
        sampler.drawInto(step, positions);
        for (int row = 0; row < positions.length; row++) {
            int position = positions[row];
            NativeFloats.copyRow(partition, position, features, row);
            NativeFloats.copyDesiredOutput(partition, position, labels, row, desired);
            if (audit != null) {
                audit.observe(partition.index(position));
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
