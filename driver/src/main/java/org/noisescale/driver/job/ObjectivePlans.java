package org.noisescale.driver.job;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.ModelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkArchitecture.Output;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.QuadraticPlan;

/** Turns what a study says of a model into what workers compute. */
final class ObjectivePlans {
    private ObjectivePlans() {}

    /** The objective of a run; {@code dataset} is there unless the data is a quadratic. */
    static ObjectivePlan of(RunPlan run, Optional<DatasetReport> dataset) {
        Configuration configuration = run.configuration();
        if (configuration.data() instanceof DataPlan.Quadratic quadratic) {
            return new QuadraticPlan(
                    quadratic.curvatures(), quadratic.noiseVariances(), quadratic.initialParameters(), run.seed());
        }
        boolean withReplacement = configuration.training().sampling() == TrainingPlan.Sampling.WITH_REPLACEMENT;
        return NetworkPlan.of(
                architecture(configuration.model(), dataset.orElseThrow()),
                new SamplingPlan(run.seed(), withReplacement));
    }

    private static NetworkArchitecture architecture(ModelPlan model, DatasetReport dataset) {
        if (model instanceof ModelPlan.Mlp mlp) {
            String activation = mlp.activation().name().toLowerCase(Locale.ROOT);
            return new NetworkArchitecture(
                    dataset.featureCount(), dataset.outputCount(), mlp.hidden(), activation, output(mlp.loss()));
        }
        Output output = model instanceof ModelPlan.Softmax ? Output.SOFTMAX : Output.LINEAR;
        return new NetworkArchitecture(dataset.featureCount(), dataset.outputCount(), List.of(), "identity", output);
    }

    private static Output output(ModelPlan.Loss loss) {
        return switch (loss) {
            case CROSS_ENTROPY -> Output.SOFTMAX;
            case SQUARED_ERROR -> Output.LINEAR;
        };
    }
}
