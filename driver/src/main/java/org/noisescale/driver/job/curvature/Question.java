package org.noisescale.driver.job.curvature;

import java.io.Serializable;
import java.util.List;
import org.noisescale.worker.curvature.PreciseGradient;
import org.noisescale.worker.dataset.ExamplePartition;

/** What is asked of every block of examples. */
interface Question extends Serializable {
    /**
     * The answer of one block.
     *
     * @param gradient of the model, for this thread
     * @param parameters at which it is asked
     * @param rows the block's examples in the sample
     */
    List<double[]> answer(PreciseGradient gradient, double[] parameters, ExamplePartition sample, int[] rows);
}
