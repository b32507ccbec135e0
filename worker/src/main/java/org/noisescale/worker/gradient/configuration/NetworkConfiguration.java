package org.noisescale.worker.gradient.configuration;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * DL4J's configuration of a network, as the JSON that DL4J itself reads and writes.
 *
 * @param kind which of DL4J's two networks it configures
 */
public record NetworkConfiguration(Kind kind, String json) implements Serializable {
    private static final long serialVersionUID = 1;

    /** DL4J's kinds of networks. */
    public enum Kind {
        /** A {@code MultiLayerNetwork}: one layer after the other. */
        LAYERED,
        /** A {@code ComputationGraph}. */
        GRAPH
    }

    /** The configuration of a network of layers. */
    public static NetworkConfiguration of(MultiLayerConfiguration layered) {
        return new NetworkConfiguration(Kind.LAYERED, layered.toJson());
    }

    /** The configuration of a graph. */
    public static NetworkConfiguration of(ComputationGraphConfiguration graph) {
        return new NetworkConfiguration(Kind.GRAPH, graph.toJson());
    }

    /**
     * Reads what {@code toJson()} of either configuration wrote.
     *
     * @throws RefusedModelException if it is neither, or asks for what cannot be honoured whatever the optimizer is
     */
    public static NetworkConfiguration parse(String json) {
        ObjectMapper mapper = NeuralNetConfiguration.mapper();
        NetworkConfiguration configuration;
        try {
            JsonNode tree = mapper.readTree(json);
            if (tree.has("vertices")) {
                mapper.readValue(json, ComputationGraphConfiguration.class);
                configuration = new NetworkConfiguration(Kind.GRAPH, json);
            } else if (tree.has("confs")) {
                mapper.readValue(json, MultiLayerConfiguration.class);
                configuration = new NetworkConfiguration(Kind.LAYERED, json);
            } else {
                throw new RefusedModelException("is not what MultiLayerConfiguration.toJson() or"
                        + " ComputationGraphConfiguration.toJson() writes: it has neither confs nor vertices");
            }
        } catch (JsonProcessingException e) {
            throw new RefusedModelException(
                    "is no configuration that this version of DL4J reads: " + firstLine(e.getOriginalMessage()), e);
        }
        StructureCheck.require(configuration);
        return configuration;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /**
     * The configuration of a fresh {@code MultiLayerNetwork} of which nothing is left but what the gradient depends on.
     *
     * @param seed of the initial weights
     */
    public MultiLayerConfiguration strippedLayered(long seed, DataType type) {
        MultiLayerConfiguration layered = seededLayered(seed);
        layered.setDataType(type);
        layered.getConfs().forEach(each -> Stripping.strip(each.getLayer()));
        return layered;
    }

    /** Likewise of a {@code ComputationGraph}. */
    public ComputationGraphConfiguration strippedGraph(long seed, DataType type) {
        ComputationGraphConfiguration graph = seededGraph(seed);
        graph.setDataType(type);
        layers(graph).forEach(each -> Stripping.strip(each.layer()));
        return graph;
    }

    /** The whole configuration of a fresh network with initial weights from {@code seed}. */
    public MultiLayerConfiguration seededLayered(long seed) {
        MultiLayerConfiguration layered = MultiLayerConfiguration.fromJson(json);
        layered.getConfs().forEach(each -> each.setSeed(seed));
        layered.setIterationCount(0);
        layered.setEpochCount(0);
        return layered;
    }

    /** The whole configuration of a fresh graph with initial weights from {@code seed}. */
    public ComputationGraphConfiguration seededGraph(long seed) {
        ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(json);
        graph.getDefaultConfiguration().setSeed(seed);
        layers(graph).forEach(each -> each.configuration().setSeed(seed));
        graph.setIterationCount(0);
        graph.setEpochCount(0);
        return graph;
    }

    /**
     * The same network with its cross-entropy weighted by the class of the example.
     *
     * @param weights one for each class
     * @throws RefusedModelException if the loss is another
     */
    public NetworkConfiguration withClassWeights(List<Double> weights) {
        ClassWeighting weighting = new ClassWeighting(weights);
        if (kind == Kind.LAYERED) {
            MultiLayerConfiguration layered = MultiLayerConfiguration.fromJson(json);
            List<NamedLayer> layers = layers(layered);
            weighting.applyTo(layers.get(layers.size() - 1));
            return of(layered);
        }
        ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(json);
        layers(graph).stream()
                .filter(layer -> graph.getNetworkOutputs().contains(layer.name()))
                .forEach(weighting::applyTo);
        return of(graph);
    }

    /** The same network with something that changes nothing in the place of every layer of BatchNormalization. */
    public NetworkConfiguration withoutBatchNormalization() {
        if (kind == Kind.LAYERED) {
            MultiLayerConfiguration layered = MultiLayerConfiguration.fromJson(json);
            layers(layered).forEach(NormalizingLayers::remove);
            return of(layered);
        }
        ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(json);
        layers(graph).forEach(NormalizingLayers::remove);
        return of(graph);
    }

    /**
     * Demands that all layers of BatchNormalization can share or divide the statistics of slices, and that there are
     * any.
     *
     * @throws RefusedModelException otherwise
     */
    public void requireNormalization() {
        NormalizingLayers.requireSpecial(layers());
    }

    /** Its layers, as they stand there. */
    public List<NamedLayer> layers() {
        return kind == Kind.GRAPH
                ? layers(ComputationGraphConfiguration.fromJson(json))
                : layers(MultiLayerConfiguration.fromJson(json));
    }

    private static List<NamedLayer> layers(MultiLayerConfiguration layered) {
        List<NamedLayer> layers = new ArrayList<>();
        for (NeuralNetConfiguration each : layered.getConfs()) {
            layers.add(new NamedLayer(String.valueOf(layers.size()), each, Stripping.isFrozen(each.getLayer())));
        }
        return layers;
    }

    private static List<NamedLayer> layers(ComputationGraphConfiguration graph) {
        List<NamedLayer> layers = new ArrayList<>();
        for (Map.Entry<String, GraphVertex> entry : graph.getVertices().entrySet()) {
            boolean frozen = entry.getValue() instanceof FrozenVertex;
            GraphVertex vertex = frozen ? ((FrozenVertex) entry.getValue()).getUnderlying() : entry.getValue();
            if (vertex instanceof LayerVertex layer) {
                NeuralNetConfiguration configuration = layer.getLayerConf();
                layers.add(new NamedLayer(
                        entry.getKey(), configuration, frozen || Stripping.isFrozen(configuration.getLayer())));
            }
        }
        return layers;
    }
}
