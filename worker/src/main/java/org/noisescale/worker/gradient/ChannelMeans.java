package org.noisescale.worker.gradient;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a layer puts out, a value for each example and channel. */
final class ChannelMeans {
    private ChannelMeans() {}

    /**
     * The position of the last layer that normalises by channels.
     *
     * @throws IllegalStateException if there is none
     */
    static int lastNormalizing(List<Layer> layers) {
        int last = layers.size() - 1;
        while (last >= 0 && !(layers.get(last) instanceof BatchNormalization)) {
            last--;
        }
        if (last < 0) {
            throw new IllegalStateException("there must be a BatchNormalization, was none");
        }
        return last;
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
