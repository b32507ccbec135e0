package org.noisescale.worker.gradient;

import java.io.IOException;
import java.io.OutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained network as DL4J's own zip file: the whole configuration as it was given, updaters and all, with the
 * parameters and without updater state. {@code ModelSerializer.restoreMultiLayerNetwork} or
 * {@code restoreComputationGraph} loads it without us.
 */
public final class SavedModel {
    private SavedModel() {}

    /**
     * Writes the network of a plan.
     *
     * @param parameters the flat vector; copied
     */
    public static void write(NetworkPlan plan, float[] parameters, OutputStream target) throws IOException {
        INDArray flat = Nd4j.createFromArray(parameters).reshape(1, parameters.length);
        ModelSerializer.writeModel(model(plan, flat), target, false);
        flat.close();
    }

    private static Model model(NetworkPlan plan, INDArray flat) {
        long seed = plan.sampling().seed();
        return switch (plan.configuration().kind()) {
            case LAYERED -> {
                MultiLayerNetwork model =
                        new MultiLayerNetwork(plan.configuration().seededLayered(seed));
                model.init(flat, false);
                yield model;
            }
            case GRAPH -> {
                ComputationGraph model =
                        new ComputationGraph(plan.configuration().seededGraph(seed));
                model.init(flat, false);
                yield model;
            }
        };
    }
}
