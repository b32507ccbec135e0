package org.noisescale.driver.ml;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vectors;

/** What of a network's output becomes columns. */
sealed interface Answer extends Serializable {
    /** The values of the columns for an example. */
    List<Object> of(float[] output);

    /**
     * The greatest output's class, and the outputs themselves.
     *
     * @param prediction whether there is a column of the class
     * @param probability whether there is a column of the outputs
     */
    record Classes(boolean prediction, boolean probability) implements Answer {
        @Override
        public List<Object> of(float[] output) {
            double[] values = new double[output.length];
            int greatest = 0;
            for (int i = 0; i < output.length; i++) {
                values[i] = output[i];
                greatest = values[i] > values[greatest] ? i : greatest;
            }
            List<Object> columns = new ArrayList<>();
            if (probability) {
                columns.add(Vectors.dense(values));
            }
            if (prediction) {
                columns.add((double) greatest);
            }
            return columns;
        }
    }

    /** The only output. */
    record Value() implements Answer {
        @Override
        public List<Object> of(float[] output) {
            return List.of((double) output[0]);
        }
    }
}
