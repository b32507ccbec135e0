package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;

/** What measure.batchNorm asks of the data: two batches without a common example, where none is drawn twice. */
final class SecondBatchCheck {
    private SecondBatchCheck() {}

    /** Throws {@link InputException} if a second batch would be made of the examples of the first. */
    static void require(RunPlan run, Optional<DatasetReport> dataset) {
        TrainingPlan training = run.configuration().training();
        boolean asked = run.configuration().statistics().every() > 0
                && training.sampling() == TrainingPlan.Sampling.WITHOUT_REPLACEMENT;
        dataset.map(DatasetReport::trainingExamples)
                .filter(examples -> asked && 2L * training.batchSize() > examples)
                .ifPresent(examples -> {
                    throw new InputException("measure.batchNorm needs two batches in an epoch: training.batchSize must"
                            + " be at most half of the " + examples + " training examples, was " + training.batchSize()
                            + " in " + run.id());
                });
    }
}
