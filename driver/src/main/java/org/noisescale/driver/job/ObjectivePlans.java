package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.worker.gradient.LeastSquaresPlan;
import org.noisescale.worker.objective.ObjectivePlan;
import org.noisescale.worker.objective.QuadraticPlan;

/** Turns what a study says of data and model into what workers compute. */
final class ObjectivePlans {
    private ObjectivePlans() {}

    /**
     * The objective of a run; {@code dataset} is there if the data has stored examples.
     *
     * @throws org.noisescale.driver.study.InputException if the model cannot be trained on the data
     */
    static ObjectivePlan of(RunPlan run, Optional<DatasetReport> dataset) {
        Configuration configuration = run.configuration();
        if (configuration.data() instanceof DataPlan.Quadratic quadratic) {
            return new QuadraticPlan(
                    quadratic.curvatures(), quadratic.noiseVariances(), quadratic.initialParameters(), run.seed());
        }
        if (configuration.data() instanceof DataPlan.LeastSquares squares) {
            return new LeastSquaresPlan(
                    squares.spectrum(),
                    squares.labelNoiseVariance(),
                    squares.optimum(),
                    squares.initialParameters(),
                    run.seed());
        }
        return NetworkPlans.of(run, dataset.orElseThrow());
    }
}
