package org.noisescale.worker.training;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.ReshuffledSampler;
import org.noisescale.worker.dataset.strokes.Strokes;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/** DL4J's own training on the batches that a run with one worker draws. */
record DeeplearningFit(long seed, ExamplePartition examples, int batchSize, int steps) {

    /** The parameters after all steps. */
    float[] parameters(NetworkConfiguration configuration, InputShape input, TrainingListener... listeners) {
        if (configuration.kind() == NetworkConfiguration.Kind.GRAPH) {
            ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration.json()));
            graph.init();
            graph.addListeners(listeners);
            for (int step = 0; step < steps; step++) {
                graph.fit(batch(step, input));
            }
            return graph.params().dup().data().asFloat();
        }
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration.json()));
        network.init();
        network.addListeners(listeners);
        for (int step = 0; step < steps; step++) {
            network.fit(batch(step, input));
        }
        return network.params().dup().data().asFloat();
    }

    private DataSet batch(int step, InputShape input) {
        int[] positions = new int[batchSize];
        new ReshuffledSampler(seed, 0, examples.exampleCount(), batchSize).drawInto(step, positions);
        int features = examples.featureCount();
        long[] shape = LongStream.concat(
                        LongStream.of(batchSize), input.sizes().stream().mapToLong(Integer::longValue))
                .toArray();
        INDArray rows = Nd4j.create(batchSize, features);
        INDArray labels = Nd4j.create(batchSize, examples.labelType().outputCount());
        for (int row = 0; row < batchSize; row++) {
            for (int i = 0; i < features; i++) {
                rows.putScalar(row, i, examples.features()[positions[row] * features + i]);
            }
            labels.putScalar(row, examples.label(positions[row]), 1);
        }
        return new DataSet(rows.reshape(shape), labels);
    }

    /** A few generated digits, made coarser so that networks are fast: 14×14 of every second pixel. */
    static ExamplePartition coarseStrokes(int first, int count) {
        Strokes strokes = new Strokes(3);
        float[] fine = new float[Strokes.FEATURE_COUNT];
        int side = Strokes.SIDE / 2;
        float[] features = new float[count * side * side];
        for (int i = 0; i < count; i++) {
            strokes.drawInto(first + i, fine, 0);
            for (int pixel = 0; pixel < side * side; pixel++) {
                features[i * side * side + pixel] = fine[pixel / side * 2 * Strokes.SIDE + pixel % side * 2];
            }
        }
        return new ExamplePartition(
                side * side,
                Strokes.CLASS_COUNT,
                features,
                IntStream.range(first, first + count).map(strokes::label).toArray(),
                LongStream.range(first, first + count).toArray());
    }

    /** The relative Euclidean distance of two vectors. */
    static double distance(float[] measured, float[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += ((double) measured[i] - expected[i]) * ((double) measured[i] - expected[i]);
            norm += (double) expected[i] * expected[i];
        }
        return Math.sqrt(difference / norm);
    }
}
