package org.noisescale.worker.gradient;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a layer puts out, a value for each example and channel. */
final class ChannelMeans {
    private ChannelMeans() {}

    /** Whether the layer normalises by channels. */
    static boolean isNormalizing(Layer layer) {
        return layer instanceof BatchNormalization;
    }

    /** Features as they are, images averaged over their places. */
    static INDArray of(Layer layer, INDArray activations) {
        if (activations.rank() == 2) {
            return activations;
        }
        boolean last = ((BatchNormalization) layer).layerConf().getCnn2DFormat() == CNN2DFormat.NHWC;
        return last ? activations.mean(1, 2) : activations.mean(2, 3);
    }
}
