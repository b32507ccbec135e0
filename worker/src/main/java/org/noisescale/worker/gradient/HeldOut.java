package org.noisescale.worker.gradient;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.ExamplePartition;

/** One virtual worker's part of the held-out examples: the network's own loss, and the number of correct classes. */
final class HeldOut {
    private static final int ROWS_MAX = 512;

    private final ExamplePartition partition;

    HeldOut(ExamplePartition partition) {
        this.partition = partition;
    }

    EvaluationSum evaluate(Network network) {
        EvaluationSum sum = new EvaluationSum(0, 0, 0);
        for (int first = 0; first < partition.exampleCount(); first += ROWS_MAX) {
            sum = sum.plus(evaluateRows(network, first, Math.min(ROWS_MAX, partition.exampleCount() - first)));
        }
        return sum;
    }

    private EvaluationSum evaluateRows(Network network, int first, int rows) {
        INDArray features = Nd4j.createUninitialized(DataType.FLOAT, rows, partition.featureCount());
        float[] desired = new float[partition.labelType().outputCount()];
        INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, rows, desired.length);
        for (int row = 0; row < rows; row++) {
            NativeFloats.copyRow(partition, first + row, features, row);
            NativeFloats.copyDesiredOutput(partition, first + row, labels, row, desired);
        }
        float[] losses = network.losses(features, labels).dup().data().asFloat();
        double lossSum = 0;
        for (float loss : losses) {
            lossSum += loss;
        }
        return new EvaluationSum(rows, lossSum, correct(network, first, features));
    }

    private long correct(Network network, int first, INDArray features) {
        if (!partition.labels().areClasses()) {
            return EvaluationSum.NO_CLASSES;
        }
        float[][] outputs = network.output(features).toFloatMatrix();
        long correct = 0;
        for (int row = 0; row < outputs.length; row++) {
            correct += greatest(outputs[row]) == partition.label(first + row) ? 1 : 0;
        }
        return correct;
    }

    private static int greatest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
