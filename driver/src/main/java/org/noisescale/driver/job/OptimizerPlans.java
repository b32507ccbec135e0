package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.ModelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.configuration.ConfiguredOptimizer;
import org.noisescale.worker.gradient.configuration.RefusedModelException;
import org.noisescale.worker.objective.ObjectivePlan;

/** Turns what a study, or the model it names, says of the optimizer into what the server does. */
final class OptimizerPlans {
    private OptimizerPlans() {}

    /**
     * The optimizer of a run.
     *
     * @param layout of the objective
     * @throws InputException if the model's own updaters ask for what the server cannot do
     */
    static OptimizerPlan of(
            RunPlan run, ObjectivePlan objective, ParameterLayout layout, Optional<DatasetReport> dataset) {
        Configuration configuration = run.configuration();
        if (!(configuration.model() instanceof ModelPlan.Dl4j dl4j) || !(objective instanceof NetworkPlan network)) {
            return configuration.optimizer();
        }
        if (!dl4j.ownUpdaters()) {
            return ConfiguredOptimizer.replaced(network.configuration(), layout, configuration.optimizer());
        }
        TrainingPlan training = configuration.training();
        ConfiguredOptimizer.Duration duration = new ConfiguredOptimizer.Duration(
                training.steps(), training.batchSize(), dataset.orElseThrow().trainingExamples());
        try {
            return ConfiguredOptimizer.of(network.configuration(), layout, duration);
        } catch (RefusedModelException e) {
            throw new InputException(
                    "model.dl4j " + dl4j.path() + ": " + e.getMessage()
                            + "; or give the study an optimizer, which replaces the model's updaters",
                    e);
        }
    }
}
