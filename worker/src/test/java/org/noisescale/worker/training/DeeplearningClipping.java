package org.noisescale.worker.training;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What DL4J has no setting for: shortens the gradient of the mean loss over all layers to a given length before DL4J's
 * updaters see it. DL4J's gradient is a sum over the batch here, and is divided later.
 */
final class DeeplearningClipping extends BaseTrainingListener {
    private final double length;
    private int shortened;

    DeeplearningClipping(double length) {
        this.length = length;
    }

    /** How many gradients were longer. */
    int shortened() {
        return shortened;
    }

    @Override
    public void onGradientCalculation(Model model) {
        INDArray gradient = model.gradient().gradient();
        double norm = gradient.norm2Number().doubleValue() / model.batchSize();
        if (norm > length) {
            gradient.muli(length / norm);
            shortened++;
        }
    }
}
