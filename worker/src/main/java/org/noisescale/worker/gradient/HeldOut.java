package org.noisescale.worker.gradient;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.parameterserver.protocol.ClassTally;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.TargetErrors;
import org.noisescale.worker.array.NativeFloats;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.LabelType;

/**
 * One virtual worker's part of the held-out examples: the network's own loss, and how its answers compare with the
 * labels.
 */
final class HeldOut {
    private static final int ROWS_MAX = 512;
    /** Of large examples fewer are taken at a time, since the activations of all of them are held at once. */
    private static final int FEATURES_MAX = 1 << 19;

    private final ExamplePartition partition;
    private final float[] desired;

    HeldOut(ExamplePartition partition) {
        this.partition = partition;
        desired = new float[partition.labelType().outputCount()];
    }

    EvaluationSum evaluate(Network network) {
        Answers answers = partition.labelType() instanceof LabelType.Classes
                ? new ClassAnswers(ClassTally.empty(desired.length))
                : new TargetAnswers(TargetErrors.empty(desired.length), desired);
        double lossSum = 0;
        int rowsMax = Math.max(1, Math.min(ROWS_MAX, FEATURES_MAX / partition.featureCount()));
        for (int first = 0; first < partition.exampleCount(); first += rowsMax) {
            int rows = Math.min(rowsMax, partition.exampleCount() - first);
            lossSum += evaluateRows(network, first, rows, answers);
        }
        return answers.sum(partition.exampleCount(), lossSum);
    }

    private double evaluateRows(Network network, int first, int rows, Answers answers) {
        INDArray features = Nd4j.createUninitialized(DataType.FLOAT, rows, partition.featureCount());
        INDArray labels = Nd4j.createUninitialized(DataType.FLOAT, rows, desired.length);
        for (int row = 0; row < rows; row++) {
            NativeFloats.copyRow(partition, first + row, features, row);
            NativeFloats.copyDesiredOutput(partition, first + row, labels, row, desired);
        }
        float[] losses = network.losses(features, labels).dup().data().asFloat();
        float[][] outputs = network.output(features).toFloatMatrix();
        double lossSum = 0;
        for (int row = 0; row < rows; row++) {
            lossSum += losses[row];
            answers.observe(partition, first + row, outputs[row]);
        }
        return lossSum;
    }

    /** Compares outputs with labels. */
    private sealed interface Answers {
        void observe(ExamplePartition partition, int position, float[] output);

        EvaluationSum sum(long examples, double lossSum);
    }

    /** The greatest output is the answer. */
    private record ClassAnswers(ClassTally tally) implements Answers {
        @Override
        public void observe(ExamplePartition partition, int position, float[] output) {
            tally.observe(partition.label(position), greatest(output));
        }

        @Override
        public EvaluationSum sum(long examples, double lossSum) {
            return new EvaluationSum(examples, lossSum, tally.correct(), Optional.of(tally), Optional.empty());
        }

        private static int greatest(float[] values) {
            int best = 0;
            for (int i = 1; i < values.length; i++) {
                best = values[i] > values[best] ? i : best;
            }
            return best;
        }
    }

    /** The outputs are the answer. */
    private static final class TargetAnswers implements Answers {
        private final TargetErrors errors;
        private final float[] targets;

        TargetAnswers(TargetErrors errors, float[] targets) {
            this.errors = errors;
            this.targets = targets;
        }

        @Override
        public void observe(ExamplePartition partition, int position, float[] output) {
            partition.desiredOutputInto(position, targets);
            errors.observe(targets, output);
        }

        @Override
        public EvaluationSum sum(long examples, double lossSum) {
            return new EvaluationSum(
                    examples, lossSum, EvaluationSum.NO_CLASSES, Optional.empty(), Optional.of(errors));
        }
    }
}
