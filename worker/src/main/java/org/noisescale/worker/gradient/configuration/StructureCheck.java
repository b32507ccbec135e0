package org.noisescale.worker.gradient.configuration;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.nd4j.linalg.api.buffer.DataType;

/** Refuses whole configurations for what none of their layers is to blame for. */
final class StructureCheck {
    /** Such vertices have neither parameters nor a memory of their own. */
    private static final Set<String> PLAIN_VERTICES = Set.of(
            "ElementWiseVertex",
            "L2NormalizeVertex",
            "L2Vertex",
            "MergeVertex",
            "PoolHelperVertex",
            "PreprocessorVertex",
            "ReshapeVertex",
            "ScaleVertex",
            "ShiftVertex",
            "StackVertex",
            "SubsetVertex",
            "UnstackVertex");

    private StructureCheck() {}

    static void require(NetworkConfiguration configuration) {
        List<NamedLayer> layers = configuration.layers();
        if (configuration.kind() == NetworkConfiguration.Kind.GRAPH) {
            requireGraph(ComputationGraphConfiguration.fromJson(configuration.json()));
        } else {
            requireLayered(MultiLayerConfiguration.fromJson(configuration.json()));
            requireOutput(
                    layers.get(layers.size() - 1).words(),
                    layers.get(layers.size() - 1).layer());
        }
        layers.forEach(LayerCheck::require);
    }

    private static void requireLayered(MultiLayerConfiguration layered) {
        if (layered.getConfs().isEmpty()) {
            throw new RefusedModelException("has no layers");
        }
        requireShared(layered.getBackpropType(), layered.getDataType());
    }

    private static void requireGraph(ComputationGraphConfiguration graph) {
        requireOne("networkInputs", graph.getNetworkInputs());
        requireOne("networkOutputs", graph.getNetworkOutputs());
        requireShared(graph.getBackpropType(), graph.getDataType());
        for (Map.Entry<String, GraphVertex> entry : graph.getVertices().entrySet()) {
            GraphVertex vertex =
                    entry.getValue() instanceof FrozenVertex frozen ? frozen.getUnderlying() : entry.getValue();
            String name = vertex.getClass().getSimpleName();
            if (!(vertex instanceof LayerVertex) && !PLAIN_VERTICES.contains(name)) {
                throw new RefusedModelException("vertex " + entry.getKey() + " is a " + name
                        + ", which is not supported; the others are layers or one of "
                        + String.join(", ", PLAIN_VERTICES.stream().sorted().toList()));
            }
        }
        String output = graph.getNetworkOutputs().get(0);
        Layer last = graph.getVertices().get(output) instanceof LayerVertex vertex
                ? vertex.getLayerConf().getLayer()
                : null;
        if (last == null) {
            throw new RefusedModelException("the output " + output + " must be a layer with a loss");
        }
        requireOutput("the output " + output, last);
    }

    private static void requireOne(String what, List<String> names) {
        if (names.size() != 1) {
            throw new RefusedModelException(
                    what + " must name one vertex, named " + names.size() + ": " + String.join(", ", names));
        }
    }

    private static void requireShared(BackpropType backpropagation, DataType type) {
        if (backpropagation != BackpropType.Standard) {
            throw new RefusedModelException("backpropType " + backpropagation
                    + " (truncated backpropagation through time) is not supported; use Standard");
        }
        if (type != DataType.FLOAT) {
            throw new RefusedModelException("dataType must be FLOAT, was " + type);
        }
    }

    private static void requireOutput(String words, Layer layer) {
        Layer inside = layer instanceof FrozenLayer frozen ? frozen.getLayer() : layer;
        if (!(inside instanceof BaseOutputLayer) && !(inside instanceof LossLayer)) {
            throw new RefusedModelException(words + " must be an OutputLayer or LossLayer, since the last layer has"
                    + " the loss; was " + inside.getClass().getSimpleName());
        }
    }
}
