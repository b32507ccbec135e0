package org.noisescale.worker.gradient.configuration;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Weighs the cross-entropy of an example by its class, with DL4J's own weighted loss: −w_c log p_c. The loss of a batch
 * stays the sum over examples divided by their number, not by the sum of weights.
 */
final class ClassWeighting {
    private final List<Double> weights;

    ClassWeighting(List<Double> weights) {
        this.weights = weights;
    }

    /** Gives the loss of an output layer its weights; throws {@link RefusedModelException} for other losses. */
    void applyTo(NamedLayer layer) {
        if (layer.layer() instanceof BaseOutputLayer output) {
            output.setLossFn(weighted(layer, output.getLossFn()));
        } else if (layer.layer() instanceof LossLayer loss) {
            loss.setLossFn(weighted(layer, loss.getLossFn()));
        } else {
            throw layer.refusal("is no output layer whose loss could be weighted by classes");
        }
    }

    private ILossFunction weighted(NamedLayer layer, ILossFunction loss) {
        if (!(loss instanceof LossMCXENT crossEntropy)) {
            throw layer.refusal("has the loss " + loss.name() + "; class weights need the cross-entropy LossMCXENT");
        }
        float[] row = new float[weights.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = weights.get(i).floatValue();
        }
        INDArray vector = Nd4j.createFromArray(new float[][] {row});
        return new LossMCXENT(crossEntropy.getSoftmaxClipEps(), vector);
    }
}
