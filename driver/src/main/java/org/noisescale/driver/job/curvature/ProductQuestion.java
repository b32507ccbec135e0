package org.noisescale.driver.job.curvature;

import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.worker.curvature.CentralDifference;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.ExamplePartition;

/** The Hessian of the sum of the block's losses times a vector, by a central difference with this step. */
record ProductQuestion(Broadcast<double[]> vector, double step) implements Question {
    private static final long serialVersionUID = 1;

    @Override
    public List<double[]> answer(PreciseGradient gradient, double[] parameters, ExamplePartition sample, int[] rows) {
        double[] product = new double[parameters.length];
        CentralDifference.productInto(
                (at, target) -> gradient.sumInto(at, sample, rows, target), parameters, vector.value(), step, product);
        return List.of(product);
    }
}
