package org.noisescale.driver.job;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.dataset.StoredDataset;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.ObjectivePlan;

/**
 * What is the same in all attempts of a run.
 *
 * @param dataset its examples; empty if the objective needs none
 * @param optimizer what is done with mean gradients: by the server, or by the workers of rule local
 */
record PreparedRun(
        RunPlan plan,
        Optional<StoredDataset> dataset,
        ObjectivePlan objective,
        InitialModel model,
        OptimizerPlan optimizer,
        ServerPlan.Rules rules) {

    static PreparedRun of(RunPlan plan, Optional<StoredDataset> dataset, RunRevision revision) {
        ObjectivePlan objective = revision.objective(ObjectivePlans.of(plan, dataset.map(StoredDataset::report)));
        InitialModel model = objective.initialModel();
        TrainingPlan training = plan.configuration().training();
        OptimizerPlan optimizer =
                OptimizerPlans.of(plan, objective, model.layout(), dataset.map(StoredDataset::report));
        ServerPlan.Rules rules = training.cluster().isSeated()
                ? seated(plan, dataset, optimizer)
                : new ServerPlan.Rules(
                        optimizer,
                        new BulkSynchronousPolicy(),
                        isRepeated(plan)
                                ? NoiseMeter.ofIndependentDraws(
                                        training.cluster().virtualWorkers())
                                : meter(dataset, training.cluster().virtualWorkers()),
                        training.evaluateEvery());
        return new PreparedRun(plan, dataset, objective, model, optimizer, revision.rules(rules));
    }

    /** Under rule local the optimizer is the workers', and the server has another. */
    private static ServerPlan.Rules seated(RunPlan plan, Optional<StoredDataset> dataset, OptimizerPlan optimizer) {
        TrainingPlan training = plan.configuration().training();
        SynchronizationPlan rule = training.cluster().synchronization();
        OptimizerPlan outer =
                new OptimizerPlan(rule.outer().segments(), rule.outer().clipping(), optimizer.averaging());
        return new ServerPlan.Rules(
                rule.isLocal() ? outer : optimizer,
                rule.policy(),
                meter(dataset, training.cluster().gradientsPerUpdate()),
                training.evaluateEvery(),
                new Seating(rule.asynchrony(), training.batchSize(), !rule.isLocal()),
                rule.isReplay() ? ReplayLog.read(plan) : null);
    }

    /** Each virtual worker draws from examples of its own, so that a batch avoids itself whatever the sampling. */
    private static NoiseMeter meter(Optional<StoredDataset> dataset, int gradients) {
        return dataset.map(StoredDataset::report)
                .map(report -> NoiseMeter.ofDrawsFromPopulation(gradients, report.trainingExamples()))
                .orElseGet(() -> NoiseMeter.ofIndependentDraws(gradients));
    }

    /** Whether the noise is read from two batches that are drawn on their own, so that both may have an example. */
    private static boolean isRepeated(RunPlan plan) {
        return !plan.configuration().measuresEveryStep()
                && plan.configuration().training().sampling() == TrainingPlan.Sampling.WITH_REPLACEMENT;
    }

    /** What workers do with gradients themselves; null unless the rule is local. The server keeps the average. */
    @Nullable
    OptimizerPlan localOrNull() {
        return training().cluster().isSeated()
                        && training().cluster().synchronization().isLocal()
                ? new OptimizerPlan(optimizer.segments(), optimizer.clipping(), new Averaging.None())
                : null;
    }

    /** What listens to the server's reports and tells the recorder. */
    RunListener listener(RunListener recorder) {
        OptimizerPlan local = localOrNull();
        return local == null
                ? recorder
                : new LocalReports(recorder, rules.synchronization(), OptimizerChain.of(local, model.layout()));
    }

    /** The same, which does first what an attempt has decided that was broken off. */
    PreparedRun after(RecordedArrivals decided) {
        return new PreparedRun(plan, dataset, objective, model, optimizer, rules.after(decided));
    }

    TrainingPlan training() {
        return plan.configuration().training();
    }

    Duration waitLimit() {
        return Duration.ofMillis(Math.round(training().waitLimitSeconds() * 1000));
    }

    /** How many virtual workers share statistics, so that their gradients depend on each other. */
    int groupSize() {
        return plan.configuration()
                .model()
                .batchNorm()
                .dependentWorkers(training().cluster().virtualWorkers());
    }

    /** What a server of the run does. */
    ServerPlan serverPlan(long runId, int shards) {
        TrainingPlan.Cluster parties = training().cluster();
        return new ServerPlan(
                runId,
                new ServerPlan.Parties(parties.workers(), parties.virtualWorkers(), shards, groupSize()),
                model.layout(),
                rules,
                training().steps(),
                waitLimit());
    }
}
