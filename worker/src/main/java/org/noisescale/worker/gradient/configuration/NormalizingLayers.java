package org.noisescale.worker.gradient.configuration;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;
import org.noisescale.worker.batchnorm.SyncBatchNormalization;

/** The layers of BatchNormalization of a configuration, where a study wants them otherwise. */
final class NormalizingLayers {
    private NormalizingLayers() {}

    /** Puts the identity into the place of such a layer. */
    static void remove(NamedLayer named) {
        if (named.layer() instanceof BatchNormalization) {
            ActivationLayer identity = new ActivationLayer(Activation.IDENTITY);
            identity.setLayerName(named.layer().getLayerName());
            named.configuration().setLayer(identity);
        } else if (wrapsOne(named.layer())) {
            throw named.refusal("wraps a BatchNormalization, which model.batchNorm cannot take out");
        }
    }

    /** Demands that there are such layers, and that ours can take their place. */
    static void requireSpecial(List<NamedLayer> layers) {
        boolean any = false;
        for (NamedLayer named : layers) {
            boolean normalizes = named.layer() instanceof BatchNormalization;
            if (normalizes && !SyncBatchNormalization.replaces((BatchNormalization) named.layer())) {
                throw named.refusal("lockGammaBeta with another gamma than 1 or beta than 0 allows no model.batchNorm"
                        + " but local and none");
            }
            if (!named.frozen() && wrapsOne(named.layer())) {
                throw named.refusal("wraps a BatchNormalization, which allows no model.batchNorm but local");
            }
            any |= normalizes && !named.frozen();
        }
        if (!any) {
            throw new RefusedModelException("has no BatchNormalization for model.batchNorm to speak of");
        }
    }

    private static boolean wrapsOne(Layer layer) {
        return Stripping.inner(layer).stream()
                .anyMatch(inner -> inner instanceof BatchNormalization || wrapsOne(inner));
    }
}
