package org.noisescale.worker.gradient.configuration;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;

/**
 * Refuses layers whose gradient is not the sum over examples that a parameter server adds up, or that change parameters
 * in other ways than by an update rule.
 */
final class LayerCheck {
    private static final Map<Class<? extends Layer>, String> REFUSED_LAYERS = Map.of(
            CenterLossOutputLayer.class, "it moves the centers of the classes beside the gradient",
            OCNNOutputLayer.class, "it sets its radius beside the gradient",
            Yolo2OutputLayer.class, "its labels are bounding boxes",
            BasePretrainNetwork.class, "it is pretrained layer by layer");

    private final NamedLayer layer;

    private LayerCheck(NamedLayer layer) {
        this.layer = layer;
    }

    static void require(NamedLayer layer) {
        LayerCheck check = new LayerCheck(layer);
        check.requireTraining(layer.configuration());
        check.requireLayer(layer.layer());
    }

    private void requireTraining(NeuralNetConfiguration configuration) {
        OptimizationAlgorithm algorithm = configuration.getOptimizationAlgo();
        demand(
                algorithm == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
                "optimizationAlgo " + algorithm + " is not supported; use STOCHASTIC_GRADIENT_DESCENT");
        demand(configuration.isMinimize(), "minimize must be true");
        demand(configuration.isMiniBatch(), "miniBatch must be true: the server divides by the examples of a batch");
        demand(
                configuration.getStepFunction() == null,
                "stepFunction is not supported; leave it out, updates are subtracted");
    }

    private void requireLayer(Layer part) {
        REFUSED_LAYERS.forEach((type, reason) -> demand(!type.isInstance(part), "is not supported: " + reason));
        demand(
                part.getConstraints() == null || part.getConstraints().isEmpty(),
                "constraints are not supported; they change parameters after the update");
        refuseScheduled("dropOut", scheduleOf(part.getIDropout()));
        if (part instanceof BaseLayer base) {
            refuseScheduled("weightNoise", scheduleOf(base.getWeightNoise()));
        }
        demand(
                !(lossOf(part) instanceof LossFMeasure),
                "LossFMeasure is not supported: it is no sum over the examples of a batch");
        Stripping.inner(part).forEach(this::requireLayer);
    }

    private void refuseScheduled(String setting, Optional<String> unsupported) {
        unsupported.ifPresent(what -> {
            throw layer.refusal(setting + " " + what + " is not supported; use a constant one of DL4J's own");
        });
    }

    private static Optional<String> scheduleOf(@Nullable IDropout dropout) {
        if (dropout == null) {
            return Optional.empty();
        }
        @Nullable Object schedule;
        if (dropout instanceof Dropout plain) {
            schedule = plain.getPSchedule();
        } else if (dropout instanceof AlphaDropout alpha) {
            schedule = alpha.getPSchedule();
        } else if (dropout instanceof GaussianDropout gaussian) {
            schedule = gaussian.getRateSchedule();
        } else if (dropout instanceof GaussianNoise noise) {
            schedule = noise.getStddevSchedule();
        } else if (dropout instanceof SpatialDropout spatial) {
            schedule = spatial.getPSchedule();
        } else {
            return Optional.of("of class " + dropout.getClass().getName());
        }
        return schedule == null ? Optional.empty() : Optional.of("with a schedule");
    }

    private static Optional<String> scheduleOf(@Nullable IWeightNoise noise) {
        if (noise == null || noise instanceof WeightNoise) {
            return Optional.empty();
        }
        if (noise instanceof DropConnect connect) {
            return connect.getWeightRetainProbSchedule() == null ? Optional.empty() : Optional.of("with a schedule");
        }
        return Optional.of("of class " + noise.getClass().getName());
    }

    private static @Nullable ILossFunction lossOf(Layer part) {
        if (part instanceof BaseOutputLayer output) {
            return output.getLossFn();
        }
        return part instanceof LossLayer loss ? loss.getLossFn() : null;
    }

    private void demand(boolean fulfilled, String rule) {
        if (!fulfilled) {
            throw layer.refusal(rule);
        }
    }
}
