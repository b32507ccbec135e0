package org.noisescale.worker.gradient.configuration;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Takes out of a layer what the server does in its place: updater, regularisation, gradient normalisation. What is left
 * determines the gradient, and its score is the loss on the data alone.
 */
final class Stripping {
    private Stripping() {}

    static void strip(Layer layer) {
        if (layer instanceof BaseLayer base) {
            base.setIUpdater(new NoOp());
            base.setBiasUpdater(null);
            base.setRegularization(new ArrayList<>());
            base.setRegularizationBias(new ArrayList<>());
            base.setGradientNormalization(GradientNormalization.None);
        } else if (layer instanceof AbstractSameDiffLayer graph) {
            graph.setUpdater(new NoOp());
            graph.setBiasUpdater(null);
            graph.setRegularization(new ArrayList<>());
            graph.setRegularizationBias(new ArrayList<>());
            graph.setGradientNormalization(GradientNormalization.None);
        }
        inner(layer).forEach(Stripping::strip);
    }

    /** The layers that a wrapper wraps. */
    static List<Layer> inner(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return List.of(frozen.getLayer());
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return List.of(wrapper.getUnderlying());
        }
        if (layer instanceof Bidirectional bidirectional) {
            return List.of(bidirectional.getFwd(), bidirectional.getBwd());
        }
        return List.of();
    }

    /** Whether the parameters of a layer stay as they are. */
    static boolean isFrozen(Layer layer) {
        return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
    }
}
