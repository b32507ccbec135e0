package org.noisescale.driver.job.curvature;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.ExamplePartition;

/** The sum of the gradients of the block's examples, each times its sign: −1, 0 or 1, one for each of the sample. */
record SignedSumQuestion(Broadcast<int[]> signs) implements Question {
    private static final long serialVersionUID = 1;

    @Override
    public List<double[]> answer(PreciseGradient gradient, double[] parameters, ExamplePartition sample, int[] rows) {
        double[] sum = new double[parameters.length];
        double[] negative = new double[parameters.length];
        gradient.sumInto(parameters, sample, withSign(rows, 1), sum);
        gradient.sumInto(parameters, sample, withSign(rows, -1), negative);
        Arrays.setAll(sum, i -> sum[i] - negative[i]);
        return List.of(sum);
    }

    private int[] withSign(int[] rows, int wanted) {
        return Arrays.stream(rows).filter(row -> signs.value()[row] == wanted).toArray();
    }
}
