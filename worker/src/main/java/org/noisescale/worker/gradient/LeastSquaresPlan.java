package org.noisescale.worker.gradient;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.WorkerShare;

/**
 * Streaming least squares: every step draws fresh examples, x ~ N(0, H) with H = diag(h) and y = x·w* + e with e ~ N(0,
 * s²), and a linear model without bias, an output layer of DL4J's, learns w*.
 *
 * <p>The loss of an example is ½(w·x − y)², as the textbooks have it, so that its gradient is (w·x − y)x and the
 * learning rate is the η of the closed form: SGD with batches of B settles at E (w − w*)ᵀH(w − w*) = s²κ/(1 − κ) with κ
 * = (η/B) Σ hᵢ/(2 − ηhᵢ(1 + 1/B)). DL4J's mean squared error is (w·x − y)²; an output weight of ½ makes the difference.
 *
 * @param spectrum h, the variance of each feature
 * @param labelNoiseVariance s²
 * @param optimum w*, as many values
 * @param initialParameters w before the first update, as many values
 * @param seed of the examples
 */
public record LeastSquaresPlan(
        List<Double> spectrum,
        double labelNoiseVariance,
        List<Double> optimum,
        List<Double> initialParameters,
        long seed)
        implements ObjectivePlan {
    private static final long serialVersionUID = 1;
    private static final float HALF = 0.5f;

    /** Checks that the lists fit together. */
    public LeastSquaresPlan {
        spectrum = List.copyOf(spectrum);
        optimum = List.copyOf(optimum);
        initialParameters = List.copyOf(initialParameters);
        if (spectrum.isEmpty() || spectrum.size() != optimum.size() || spectrum.size() != initialParameters.size()) {
            throw new IllegalArgumentException("spectrum, optimum and initial parameters must be as many, were "
                    + spectrum.size() + ", " + optimum.size() + " and " + initialParameters.size());
        }
    }

    @Override
    public InitialModel initialModel() {
        float[] parameters = new float[initialParameters.size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = initialParameters.get(i).floatValue();
        }
        return new InitialModel(new ParameterLayout(newNetwork().segments()), parameters);
    }

    @Override
    public Objective open(WorkerShare share) {
        return new LeastSquaresObjective(this, newNetwork(), share.shares());
    }

    private Network newNetwork() {
        Nd4j.factory().blas().setMaxThreads(1);
        MultiLayerNetwork model = new MultiLayerNetwork(configuration());
        model.init();
        return new LayeredNetwork(model, InputShape.flat(spectrum.size()));
    }

    private MultiLayerConfiguration configuration() {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new NoOp())
                .list()
                .layer(new OutputLayer.Builder(new LossMSE(Nd4j.createFromArray(new float[][] {{HALF}})))
                        .nIn(spectrum.size())
                        .nOut(1)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }
}
