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
        INDArray labels = Nd4j.create(DataType.FLOAT, rows, partition.classCount());
        for (int row = 0; row < rows; row++) {
            NativeFloats.copyRow(partition, first + row, features, row);
            labels.putScalar(row, partition.label(first + row), 1);
        }
        float[] losses = network.losses(features, labels).dup().data().asFloat();
        float[][] outputs = network.output(features).toFloatMatrix();
        double lossSum = 0;
        long correct = 0;
        for (int row = 0; row < rows; row++) {
            lossSum += losses[row];
            correct += greatest(outputs[row]) == partition.label(first + row) ? 1 : 0;
        }
        return new EvaluationSum(rows, lossSum, correct);
    }

    private static int greatest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
