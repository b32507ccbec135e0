package org.noisescale.worker.gradient;

import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.LayerVertex;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.noisescale.worker.batchnorm.SliceDivision;
import org.noisescale.worker.batchnorm.StatisticsPool;
import org.noisescale.worker.batchnorm.SyncBatchNormalization;
import org.noisescale.worker.layer.DirectDenseLayer;

/**
 * Puts layers that compute the same for less into the places of DL4J's own, in a network that is initialised: the
 * parameters stay where they are, and the configuration is not touched, so that what is saved is plain DL4J.
 */
final class LayerSubstitution {
    private final SliceDivision division;
    private final StatisticsPool pool;

    /**
     * A substitution by layers of BatchNormalization that take their statistics over these examples.
     *
     * @param division which examples of a slice are normalised together
     * @param pool where the statistics of other slices come from
     */
    LayerSubstitution(SliceDivision division, StatisticsPool pool) {
        this.division = division;
        this.pool = pool;
    }

    /** In a network of floats. */
    void in(MultiLayerNetwork model) {
        Layer[] layers = model.getLayers();
        for (int i = 0; i < layers.length; i++) {
            boolean bottom = i == 0 && model.getLayerWiseConfigurations().getInputPreProcess(0) == null;
            layers[i] = substitute(layers[i], bottom).orElse(layers[i]);
        }
    }

    /** The same. */
    void in(ComputationGraph model) {
        Layer[] layers = model.getLayers();
        for (GraphVertex vertex : model.getVertices()) {
            if (vertex instanceof LayerVertex place) {
                substitute(place.getLayer(), isBottom(place, model)).ifPresent(layer -> {
                    for (int i = 0; i < layers.length; i++) {
                        layers[i] = layers[i] == place.getLayer() ? layer : layers[i];
                    }
                    place.setLayer(layer);
                });
            }
        }
        if (pool != StatisticsPool.ALONE) {
            GraphLevels.arrange(model, pool);
        }
    }

    private static boolean isBottom(LayerVertex vertex, ComputationGraph model) {
        boolean bottom = vertex.getLayerPreProcessor() == null;
        for (VertexIndices input : vertex.getInputVertices()) {
            bottom &= model.getVertices()[input.getVertexIndex()].isInputVertex();
        }
        return bottom;
    }

    private Optional<Layer> substitute(Layer layer, boolean bottom) {
        if (layer.getClass() == DenseLayer.class) {
            org.deeplearning4j.nn.conf.layers.DenseLayer settings = ((DenseLayer) layer).layerConf();
            return DirectDenseLayer.replaces(settings)
                    ? Optional.of(withParameters(new DirectDenseLayer(layer.conf(), bottom), layer))
                    : Optional.empty();
        }
        if (layer.getClass() == org.deeplearning4j.nn.layers.normalization.BatchNormalization.class) {
            BatchNormalization settings = (BatchNormalization) layer.conf().getLayer();
            return SyncBatchNormalization.replaces(settings)
                    ? Optional.of(withParameters(new SyncBatchNormalization(layer.conf(), division, pool), layer))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** Those of the gradient come when DL4J lays out its memory, before the first one is computed. */
    private static Layer withParameters(Layer layer, Layer former) {
        layer.setIndex(former.getIndex());
        layer.setParamsViewArray(former.params());
        layer.setParamTable(former.paramTable());
        return layer;
    }
}
