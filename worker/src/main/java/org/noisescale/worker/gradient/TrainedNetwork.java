package org.noisescale.worker.gradient;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.array.NativeFloats;

/** A network that has been trained and now answers. Used by one thread. */
public final class TrainedNetwork {
    private final Network network;
    private final int featureCount;

    /**
     * The network of a plan.
     *
     * @param parameters the flat vector; copied
     */
    public TrainedNetwork(NetworkPlan plan, float[] parameters) {
        network = plan.newNetwork(DataType.FLOAT);
        featureCount = Math.toIntExact(plan.input().featureCount());
        if (network.parameters().length() != parameters.length) {
            throw new IllegalArgumentException("the network has "
                    + network.parameters().length() + " parameters, but " + parameters.length + " are given");
        }
        NativeFloats.view(network.parameters()).asFloatBuffer().put(parameters);
    }

    /** How many features an example has. */
    public int featureCount() {
        return featureCount;
    }

    /**
     * The activations of the output layer, a row for each example.
     *
     * @param features row-major, at least {@code examples} rows
     */
    public float[][] answers(float[] features, int examples) {
        INDArray rows = Nd4j.createUninitialized(DataType.FLOAT, examples, featureCount);
        NativeFloats.view(rows).asFloatBuffer().put(features, 0, examples * featureCount);
        return network.output(rows).toFloatMatrix();
    }
}
