package org.noisescale.worker.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense layer that computes what DL4J's own computes, without what that does in vain: it multiplies a second time in
 * the backward pass, multiplies into temporary arrays and transposes them, and finds the gradient of inputs that nobody
 * asks for.
 */
public final class DirectDenseLayer extends DenseLayer {
    private final boolean bottom;
    private @Nullable INDArray sums;

    /**
     * A layer without parameters yet.
     *
     * @param bottom whether its inputs are the network's, so that nobody wants their gradient
     */
    public DirectDenseLayer(NeuralNetConfiguration conf, boolean bottom) {
        super(conf, DataType.FLOAT);
        this.bottom = bottom;
    }

    /** Whether there is such a layer for these settings: nothing between the sums and the activation, no noise. */
    public static boolean replaces(org.deeplearning4j.nn.conf.layers.DenseLayer settings) {
        return !settings.hasLayerNorm() && settings.getWeightNoise() == null;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        sums = null;
        super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
        sums = null;
        super.clear();
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
        assertInputSet(forBackprop);
        if (forBackprop && sums != null) {
            return new Pair<>(sums, sums);
        }
        applyDropOutIfNecessary(training, workspaces);
        INDArray result = product(workspaces);
        if (training && !forBackprop) {
            sums = keepsItsArgument() ? result : workspaces.dup(ArrayType.ACTIVATIONS, result);
        }
        return new Pair<>(result, result);
    }

    private INDArray product(LayerWorkspaceMgr workspaces) {
        INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
        INDArray result =
                workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.size(0), weights.size(1));
        Nd4j.gemm(weights, input.transpose(), result.transpose(), true, false, 1, 0);
        if (hasBias()) {
            result.addiRowVector(getParam(DefaultParamInitializer.BIAS_KEY));
        }
        return result;
    }

    /** The activation is applied in place. Of max(0, z) the derivative is that of z. */
    private boolean keepsItsArgument() {
        IActivation activation = layerConf().getActivationFn();
        return activation instanceof ActivationIdentity || activation.equals(new ActivationReLU());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray z = preOutputWithPreNorm(true, true, workspaces).getFirst();
        INDArray delta = layerConf().getActivationFn().backprop(z, epsilon).getFirst();
        sums = null;
        Gradient gradient = new DefaultGradient();
        if (hasBias()) {
            INDArray bias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
            delta.sum(bias, 0);
            gradient.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, bias);
        }
        INDArray weights = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
        Nd4j.gemm(input, delta, weights, true, false, 1, 0);
        gradient.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, weights);
        return new Pair<>(gradient, bottom ? null : inputGradient(delta, workspaces));
    }

    private INDArray inputGradient(INDArray delta, LayerWorkspaceMgr workspaces) {
        INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
        INDArray result =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, delta.size(0), weights.size(0));
        Nd4j.gemm(weights, delta.transpose(), result.transpose(), false, false, 1, 0);
        return backpropDropOutIfPresent(result);
    }
}
