package org.noisescale.worker.gradient;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.ExamplePartition;

/** One virtual worker's part of the held-out examples: cross-entropy and number of correct classes. */
final class HeldOut {
    private static final int ROWS_MAX = 512;
    /** DL4J's cross-entropy keeps probabilities this far from 0; so do we, that the two agree. */
    private static final double PROBABILITY_MIN = 1e-10;

    private final ExamplePartition partition;

    HeldOut(ExamplePartition partition) {
        this.partition = partition;
    }

    EvaluationSum evaluate(MultiLayerNetwork network) {
        EvaluationSum sum = new EvaluationSum(0, 0, 0);
        for (int first = 0; first < partition.exampleCount(); first += ROWS_MAX) {
            sum = sum.plus(evaluateRows(network, first, Math.min(ROWS_MAX, partition.exampleCount() - first)));
        }
        return sum;
    }

    private EvaluationSum evaluateRows(MultiLayerNetwork network, int first, int rows) {
        INDArray features = Nd4j.createUninitialized(DataType.FLOAT, rows, partition.featureCount());
        for (int row = 0; row < rows; row++) {
            NativeFloats.copyRow(partition, first + row, features, row);
        }
        float[][] probabilities = network.output(features, false).toFloatMatrix();
        double lossSum = 0;
        long correct = 0;
        for (int row = 0; row < rows; row++) {
            int label = partition.label(first + row);
            lossSum -= Math.log(Math.max(probabilities[row][label], PROBABILITY_MIN));
            correct += greatest(probabilities[row]) == label ? 1 : 0;
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
