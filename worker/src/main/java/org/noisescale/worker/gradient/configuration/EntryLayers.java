package org.noisescale.worker.gradient.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** The layers that see the examples as they are, without a preprocessor of DL4J's that brings them into shape. */
public final class EntryLayers {
    /** Any image will do: what is asked is which preprocessor the layer would have for it. */
    private static final InputType FLAT_IMAGE = InputType.convolutionalFlat(2, 2, 1);

    private EntryLayers() {}

    /** The first of them that wants images, not rows of features. */
    public static Optional<NamedLayer> findThatTakesImages(NetworkConfiguration configuration, int featureCount) {
        return of(configuration).stream()
                .filter(entry -> takesImages(entry.layer(), featureCount))
                .findFirst();
    }

    /** Whether images have their channels in the last dimension. */
    public static boolean takesChannelsLast(Layer layer) {
        CNN2DFormat format = CNN2DFormat.NCHW;
        if (layer instanceof ConvolutionLayer convolution) {
            format = convolution.getCnn2dDataFormat();
        } else if (layer instanceof SubsamplingLayer pool) {
            format = pool.getCnn2dDataFormat();
        } else if (layer instanceof BatchNormalization normalization) {
            format = normalization.getCnn2DFormat();
        }
        return format == CNN2DFormat.NHWC;
    }

    private static boolean takesImages(Layer layer, int featureCount) {
        if (layer instanceof BatchNormalization normalization && normalization.getNIn() == featureCount) {
            return false;
        }
        return layer.getPreProcessorForInputType(FLAT_IMAGE) instanceof FeedForwardToCnnPreProcessor;
    }

    private static List<NamedLayer> of(NetworkConfiguration configuration) {
        if (configuration.kind() == NetworkConfiguration.Kind.LAYERED) {
            MultiLayerConfiguration layered = MultiLayerConfiguration.fromJson(configuration.json());
            return layered.getInputPreProcess(0) == null
                    ? configuration.layers().subList(0, 1)
                    : List.of();
        }
        ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(configuration.json());
        List<NamedLayer> entries = new ArrayList<>();
        for (NamedLayer layer : configuration.layers()) {
            if (seesInput(graph, layer.name())) {
                entries.add(layer);
            }
        }
        return entries;
    }

    private static boolean seesInput(ComputationGraphConfiguration graph, String vertex) {
        Map<String, GraphVertex> vertices = graph.getVertices();
        boolean preprocessed = vertices.get(vertex) instanceof LayerVertex layer && layer.getPreProcessor() != null;
        return !preprocessed
                && graph.getVertexInputs()
                        .getOrDefault(vertex, List.of())
                        .contains(graph.getNetworkInputs().get(0));
    }
}
