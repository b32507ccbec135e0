package org.noisescale.driver.job;

import java.time.Duration;
import java.util.Optional;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.ObjectivePlan;

/**
 * What is the same in all attempts of a run.
 *
 * @param dataset its examples; empty if the objective needs none
 */
record PreparedRun(
        RunPlan plan,
        Optional<StoredDataset> dataset,
        ObjectivePlan objective,
        InitialModel model,
        ServerPlan.Rules rules) {

    static PreparedRun of(RunPlan plan, Optional<StoredDataset> dataset, RunRevision revision) {
        ObjectivePlan objective = revision.objective(ObjectivePlans.of(plan, dataset.map(StoredDataset::report)));
        InitialModel model = objective.initialModel();
        TrainingPlan training = plan.configuration().training();
        ServerPlan.Rules rules = new ServerPlan.Rules(
                OptimizerPlans.of(plan, objective, model.layout(), dataset.map(StoredDataset::report)),
                new BulkSynchronousPolicy(),
                meter(dataset, training.cluster().virtualWorkers()),
                training.evaluateEvery());
        return new PreparedRun(plan, dataset, objective, model, revision.rules(rules));
    }

    /** Each virtual worker draws from examples of its own, so that a batch avoids itself whatever the sampling. */
    private static NoiseMeter meter(Optional<StoredDataset> dataset, int virtualWorkers) {
        return dataset.map(StoredDataset::report)
                .map(report -> NoiseMeter.ofDrawsFromPopulation(virtualWorkers, report.trainingExamples()))
                .orElseGet(() -> NoiseMeter.ofIndependentDraws(virtualWorkers));
    }

    TrainingPlan training() {
        return plan.configuration().training();
    }

    Duration waitLimit() {
        return Duration.ofMillis(Math.round(training().waitLimitSeconds() * 1000));
    }

    /** What a server of the run does. */
    ServerPlan serverPlan(long runId, int shards) {
        TrainingPlan.Cluster parties = training().cluster();
        return new ServerPlan(
                runId,
                new ServerPlan.Parties(parties.workers(), parties.virtualWorkers(), shards),
                model.layout(),
                rules,
                training().steps(),
                waitLimit());
    }
}
