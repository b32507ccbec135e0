package org.noisescale.driver.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The columns that an estimator and its model have in common, named as everywhere in Spark ML.
 *
 * @param <S> who has them
 */
public interface ColumnParams<S extends ColumnParams<S>> extends Params {
    /** Where the parameters are kept. */
    Columns columns();

    /** The column of the features: ML vectors, or arrays of numbers. */
    default Param<String> featuresCol() {
        return columns().features();
    }

    /** The column that the model adds, a double: the class, or the value. */
    default Param<String> predictionCol() {
        return columns().prediction();
    }

    /** Sets {@link #featuresCol}; {@code features} unless set. */
    default S setFeaturesCol(String value) {
        return with(featuresCol(), value);
    }

    /** Sets {@link #predictionCol}; {@code prediction} unless set. */
    default S setPredictionCol(String value) {
        return with(predictionCol(), value);
    }

    /** Sets a parameter. */
    @SuppressWarnings("unchecked")
    default <T> S with(Param<T> param, T value) {
        set(param, value);
        return (S) this;
    }
}
