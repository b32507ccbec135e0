package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.job.leak.LeakExecution;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.worker.dataset.BatchShares;

/** Checks before training whether the leak that a run asks for can be measured, and within which memory. */
final class LeakCheck {
    /** Floats of the examples, of which every executor gets a copy: 256 MiB. */
    private static final long FEATURES_MAX = 1L << 26;

    private LeakCheck() {}

    /** Throws {@link InputException} if it cannot. */
    static void require(RunPlan run, Optional<DatasetReport> dataset) {
        if (run.configuration().statistics().leak() == 0) {
            return;
        }
        DatasetReport report = dataset.orElseThrow();
        TrainingPlan training = run.configuration().training();
        long least = LeakExecution.examplesMin(
                new BatchShares(training.batchSize(), training.cluster().virtualWorkers()));
        if (report.trainingExamples() < least) {
            throw refused(
                    run, "needs at least " + least + " training examples, there are " + report.trainingExamples());
        }
        if (report.trainingExamples() * report.featureCount() > FEATURES_MAX) {
            throw refused(
                    run,
                    "is for at most " + FEATURES_MAX + " numbers of training examples, there are "
                            + report.trainingExamples() * report.featureCount());
        }
        if (!NetworkPlans.of(run, report).isNormalized()) {
            throw refused(run, "needs a model with a BatchNormalization");
        }
    }

    private static InputException refused(RunPlan run, String reason) {
        return new InputException("measure.batchNorm.leak " + reason + " (" + run.id() + ")");
    }
}
