package org.noisescale.worker.gradient;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.exception.DL4JException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JException;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.worker.gradient.configuration.EntryLayers;
import org.noisescale.worker.gradient.configuration.NamedLayer;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;
import org.noisescale.worker.gradient.configuration.RefusedModelException;

/**
 * Brings a configuration and a dataset together: in which shape examples enter the first layer, and whether the last
 * one puts out what the labels want. What DL4J would stumble over in the first step is found out beforehand.
 */
public final class NetworkFit {
    private static final int EXAMPLES = 2;

    private NetworkFit() {}

    /**
     * How examples enter the network.
     *
     * @param asked what the user says; empty to find out
     * @throws RefusedModelException if it cannot be found out, or contradicts the number of features
     */
    public static InputShape inputShape(NetworkConfiguration configuration, ExampleForm form, List<Integer> asked) {
        if (!asked.isEmpty()) {
            return checked(new InputShape(asked), form);
        }
        Optional<NamedLayer> images = EntryLayers.findThatTakesImages(configuration, form.featureCount());
        if (images.isEmpty()) {
            return InputShape.flat(form.featureCount());
        }
        if (form.image().isEmpty()) {
            throw new RefusedModelException(images.get().words() + " takes images; say with model.inputShape how the "
                    + form.featureCount() + " features form one: [channels, height, width]");
        }
        List<Integer> image = form.image();
        return new InputShape(
                EntryLayers.takesChannelsLast(images.get().layer())
                        ? List.of(image.get(1), image.get(2), image.get(0))
                        : image);
    }

    private static InputShape checked(InputShape asked, ExampleForm form) {
        if (asked.featureCount() != form.featureCount()) {
            throw new RefusedModelException("model.inputShape " + asked.sizes() + " makes " + asked.featureCount()
                    + " features, the data has " + form.featureCount());
        }
        return asked;
    }

    /**
     * Sends two empty examples through the network.
     *
     * @throws RefusedModelException if they do not fit, or what comes out does not fit the labels
     */
    public static void require(NetworkPlan plan, ExampleForm form) {
        if (plan.scope().isSpecial()) {
            plan.configuration().requireNormalization();
        }
        long[] shape = outputShape(plan, form.featureCount());
        if (!Arrays.equals(shape, new long[] {EXAMPLES, form.outputCount()})) {
            throw new RefusedModelException("puts out " + extent(shape)
                    + " for each example, the labels of the data want " + form.outputCount());
        }
    }

    private static String extent(long[] shape) {
        return shape.length == 2 ? shape[1] + " values" : "an array of " + (shape.length - 1) + " dimensions";
    }

    private static long[] outputShape(NetworkPlan plan, int featureCount) {
        try {
            Network network = plan.newTrial();
            INDArray examples = Nd4j.create(DataType.FLOAT, EXAMPLES, featureCount);
            long[] shape = network.output(examples).shape();
            if (plan.scope().isSpecial()) {
                network.computeGradient(examples, Nd4j.create(DataType.FLOAT, shape));
            }
            return shape;
        } catch (DL4JException | ND4JException | IllegalStateException | IllegalArgumentException e) {
            throw new RefusedModelException(
                    "does not take examples of " + featureCount + " features as "
                            + plan.input().sizes() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }
}
