package org.noisescale.driver.job;

import java.util.List;
import java.util.Locale;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.study.BatchNorm;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.ModelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.gradient.Architecture;
import org.noisescale.worker.gradient.ConvolutionalArchitecture;
import org.noisescale.worker.gradient.ExampleForm;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkArchitecture.Hidden;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;
import org.noisescale.worker.gradient.NetworkFit;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;
import org.noisescale.worker.gradient.configuration.RefusedModelException;
import org.noisescale.worker.objective.ObjectivePlan;

/** Turns what a study says of a network into what DL4J builds. */
final class NetworkPlans {
    private static final Hidden NONE = new Hidden(List.of(), "identity", false, 0);

    private NetworkPlans() {}

    /** The network of a run; throws {@link InputException} if it cannot be trained on the dataset. */
    static NetworkPlan of(RunPlan run, DatasetReport dataset) {
        ModelPlan model = run.configuration().model();
        boolean withReplacement = run.configuration().training().sampling() == TrainingPlan.Sampling.WITH_REPLACEMENT;
        SamplingPlan sampling = new SamplingPlan(run.seed(), withReplacement);
        StatisticsScope scope = scope(model.batchNorm(), run);
        if (model instanceof ModelPlan.Dl4j dl4j) {
            return configured(dl4j, dataset, sampling, scope);
        }
        if (model instanceof ModelPlan.ClassWeighted weighted) {
            return NetworkPlan.of(architecture(weighted.model(), dataset), sampling)
                    .withClassWeights(weighted.weights().of(dataset.classCounts()))
                    .withScope(scope);
        }
        return NetworkPlan.of(architecture(model, dataset), sampling).withScope(scope);
    }

    /** An objective as the network that it is. */
    static NetworkPlan trained(ObjectivePlan objective) {
        if (objective instanceof NetworkPlan network) {
            return network;
        }
        throw new IllegalStateException("the objective must be a network, was " + objective.getClass());
    }

    private static StatisticsScope scope(BatchNorm batchNorm, RunPlan run) {
        int virtualWorkers = run.configuration().training().cluster().virtualWorkers();
        return new StatisticsScope(batchNorm.groupSize(virtualWorkers), batchNorm.ghostSize(), batchNorm.isShuffled());
    }

    private static NetworkPlan configured(
            ModelPlan.Dl4j model, DatasetReport dataset, SamplingPlan sampling, StatisticsScope scope) {
        ExampleForm form = new ExampleForm(dataset.featureCount(), dataset.outputCount(), dataset.image());
        String json = ModelFile.read(model.path());
        try {
            NetworkConfiguration parsed = NetworkConfiguration.parse(json);
            NetworkConfiguration configuration =
                    model.batchNorm().equals(BatchNorm.NONE) ? parsed.withoutBatchNormalization() : parsed;
            InputShape shape = NetworkFit.inputShape(configuration, form, model.inputShape());
            NetworkPlan plan = new NetworkPlan(configuration, shape, sampling, scope);
            NetworkFit.require(plan, form);
            return plan;
        } catch (RefusedModelException e) {
            throw new InputException("model.dl4j " + model.path() + ": " + e.getMessage(), e);
        }
    }

    private static Architecture architecture(ModelPlan model, DatasetReport dataset) {
        int features = dataset.featureCount();
        int outputs = dataset.outputCount();
        if (model instanceof ModelPlan.Cnn cnn) {
            return convolutional(cnn, dataset);
        }
        if (model instanceof ModelPlan.Mlp mlp) {
            Hidden hidden = new Hidden(
                    mlp.hidden(),
                    mlp.activation().name().toLowerCase(Locale.ROOT),
                    !mlp.batchNorm().equals(BatchNorm.NONE),
                    mlp.dropout());
            return new NetworkArchitecture(features, outputs, hidden, output(mlp.loss()));
        }
        Output output = model instanceof ModelPlan.Softmax ? Output.SOFTMAX : Output.LINEAR;
        return new NetworkArchitecture(features, outputs, NONE, output);
    }

    private static Architecture convolutional(ModelPlan.Cnn model, DatasetReport dataset) {
        List<Integer> shape = model.inputShape().isEmpty() ? dataset.image() : model.inputShape();
        if (shape.isEmpty()) {
            throw new InputException("model.inputShape must say how the " + dataset.featureCount()
                    + " features form an image, e.g. [1, 28, 28]: the data does not");
        }
        InputShape input = new InputShape(shape);
        if (input.featureCount() != dataset.featureCount()) {
            throw new InputException("model.inputShape " + shape + " makes " + input.featureCount()
                    + " features, the data has " + dataset.featureCount());
        }
        try {
            return new ConvolutionalArchitecture(
                    input,
                    dataset.outputCount(),
                    model.size() == ModelPlan.Cnn.Size.LENET
                            ? ConvolutionalArchitecture.Size.LENET
                            : ConvolutionalArchitecture.Size.LARGE,
                    !model.batchNorm().equals(BatchNorm.NONE));
        } catch (IllegalArgumentException e) {
            throw new InputException("model.kind and the data do not fit: " + e.getMessage(), e);
        }
    }

    private static Output output(ModelPlan.Loss loss) {
        return switch (loss) {
            case CROSS_ENTROPY -> Output.SOFTMAX;
            case SQUARED_ERROR -> Output.LINEAR;
        };
    }
}
