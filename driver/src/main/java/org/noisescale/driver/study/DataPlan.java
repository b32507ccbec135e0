package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.List;

/** Where the examples come from. */
public sealed interface DataPlan extends Serializable {

    /** Generated handwritten-like digits, 28×28 grey, 10 classes. */
    record Strokes(int examples, EvaluationSplit evaluation, Scaling scaling, long seed) implements DataPlan {}

    /**
     * A CSV file with a header line; {@code features} empty means every column but the label. {@code classes} 0 means
     * as many as the labels show.
     */
    record Csv(
            String path,
            String label,
            List<String> features,
            int classes,
            EvaluationSplit evaluation,
            Scaling scaling,
            long seed)
            implements DataPlan {}

    /** Files of the MNIST family, plain or gzipped. */
    record Idx(String images, String labels, int classes, EvaluationSplit evaluation, Scaling scaling, long seed)
            implements DataPlan {}

    /**
     * The noisy quadratic model (Zhang et al. 2019, arXiv:1907.04164): no files. The three lists have the model's
     * dimension.
     */
    record Quadratic(List<Double> curvatures, List<Double> noiseVariances, List<Double> initialParameters)
            implements DataPlan {}
}
