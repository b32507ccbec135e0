package org.noisescale.driver.job.curvature;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.driver.analysis.curvature.Vectors;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.ExamplePartition;

/** For each example of the block the square of its gradient's length, and its products with some directions. */
record ProjectionQuestion(Broadcast<List<double[]>> directions) implements Question {
    private static final long serialVersionUID = 1;

    @Override
    public List<double[]> answer(PreciseGradient gradient, double[] parameters, ExamplePartition sample, int[] rows) {
        List<double[]> projections = new ArrayList<>();
        double[] single = new double[parameters.length];
        for (int row : rows) {
            gradient.sumInto(parameters, sample, new int[] {row}, single);
            projections.add(projection(single));
        }
        return projections;
    }

    private double[] projection(double[] gradient) {
        double[] projection = new double[directions.value().size() + 1];
        projection[0] = Vectors.dot(gradient, gradient);
        for (int k = 1; k < projection.length; k++) {
            projection[k] = Vectors.dot(gradient, directions.value().get(k - 1));
        }
        return projection;
    }
}
