package org.noisescale.driver.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters behind {@link ColumnParams}. */
record Columns(Param<String> features, Param<String> prediction) implements Serializable {

    /** Of a stage whose uid is known, with their defaults. */
    static Columns of(Params stage) {
        Columns columns = new Columns(
                new Param<>(stage, "featuresCol", "column of the features: vectors, or arrays of numbers"),
                new Param<>(stage, "predictionCol", "column that the model adds: the class, or the value"));
        stage.setDefault(columns.features, "features");
        stage.setDefault(columns.prediction, "prediction");
        return columns;
    }
}
