package org.noisescale.worker.gradient;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.dataset.ExamplePartition;

/** DL4J's own training of a network in one process, with one thread of BLAS: what a step costs without us. */
public final class PlainFit {
    private final MultiLayerNetwork model;
    private final INDArray features;
    private final INDArray labels;

    /** With DL4J's Adam and one batch, the first {@code batchSize} examples. */
    public PlainFit(Architecture architecture, double learningRate, ExamplePartition examples, int batchSize) {
        Nd4j.factory().blas().setMaxThreads(1);
        model = new MultiLayerNetwork(architecture.configuration(1, new Adam(learningRate)));
        model.init();
        int outputs = examples.labelType().outputCount();
        features = Nd4j.createUninitialized(DataType.FLOAT, batchSize, examples.featureCount());
        labels = Nd4j.createUninitialized(DataType.FLOAT, batchSize, outputs);
        float[] desired = new float[outputs];
        for (int row = 0; row < batchSize; row++) {
            NativeFloats.copyRow(examples, row, features, row);
            NativeFloats.copyDesiredOutput(examples, row, labels, row, desired);
        }
    }

    /** One step. */
    public void step() {
        model.fit(features, labels);
    }
}
