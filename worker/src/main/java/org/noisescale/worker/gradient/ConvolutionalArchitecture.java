package org.noisescale.worker.gradient;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Convolutions with ReLU, maximum pooling, one dense layer, softmax with cross-entropy; He's initial weights.
 *
 * @param input channels, height and width
 * @param outputCount how many classes there are
 * @param normalized whether BatchNormalization stands before each ReLU; its offset then is the layer's bias
 */
public record ConvolutionalArchitecture(InputShape input, int outputCount, Size size, boolean normalized)
        implements Architecture {
    private static final long serialVersionUID = 1;
    private static final int DENSE_SMALL = 500;
    private static final int DENSE_LARGE = 1024;

    /** One with nothing between its layers. */
    public ConvolutionalArchitecture(InputShape input, int outputCount, Size size) {
        this(input, outputCount, size, false);
    }

    /** Checks that images have three dimensions, and enough pixels to be pooled. */
    public ConvolutionalArchitecture {
        List<Integer> sizes = input.sizes();
        if (sizes.size() != 3 || sizes.get(1) < size.sideMin || sizes.get(2) < size.sideMin) {
            throw new IllegalArgumentException("images must be channels × height × width, with a height and width of"
                    + " at least " + size.sideMin + ", were " + sizes);
        }
    }

    /** Which layers there are. */
    public enum Size {
        /**
         * LeNet (LeCun et al. 1998) in the form that Caffe and DL4J made common: 20 and 50 kernels of 5×5 without
         * padding, each pooled 2×2, and 500 units; 431,080 parameters for 28×28 grey pixels and 10 classes.
         */
        LENET(16),
        /**
         * 64, 128, 256 and 256 kernels of 3×3 with padding, pooled 2×2 after the first, second and fourth, and 1,024
         * units; 52,444,644 parameters for 112×112 pixels in 3 channels and 100 classes.
         */
        LARGE(8);

        private final int sideMin;

        Size(int sideMin) {
            this.sideMin = sideMin;
        }
    }

    @Override
    public MultiLayerConfiguration configuration(long seed, IUpdater updater) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .activation(Activation.RELU)
                .weightInit(WeightInit.RELU)
                .convolutionMode(size == Size.LENET ? ConvolutionMode.Truncate : ConvolutionMode.Same)
                .list();
        for (Layer layer : size == Size.LENET ? lenet() : large()) {
            layers.layer(layer);
            if (normalized && layer instanceof BaseLayer) {
                layers.layer(new BatchNormalization());
                layers.layer(new ActivationLayer(Activation.RELU));
            }
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(outputCount)
                .activation(Activation.SOFTMAX)
                .weightInit(WeightInit.XAVIER)
                .build());
        List<Integer> sizes = input.sizes();
        return layers.setInputType(InputType.convolutional(sizes.get(1), sizes.get(2), sizes.get(0)))
                .build();
    }

    private List<Layer> lenet() {
        return List.of(convolution(5, 20), pool(), convolution(5, 50), pool(), dense(DENSE_SMALL));
    }

    private List<Layer> large() {
        return List.of(
                convolution(3, 64),
                pool(),
                convolution(3, 128),
                pool(),
                convolution(3, 256),
                convolution(3, 256),
                pool(),
                dense(DENSE_LARGE));
    }

    private Layer convolution(int side, int kernels) {
        return new ConvolutionLayer.Builder(side, side)
                .nOut(kernels)
                .activation(normalized ? Activation.IDENTITY : Activation.RELU)
                .hasBias(!normalized)
                .build();
    }

    private static Layer pool() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    private Layer dense(int units) {
        return new DenseLayer.Builder()
                .nOut(units)
                .activation(normalized ? Activation.IDENTITY : Activation.RELU)
                .hasBias(!normalized)
                .build();
    }
}
