package org.noisescale.driver.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.noisescale.driver.job.TrainedModel;
import org.noisescale.driver.study.LabelPlan.Task;

/**
 * Learns values with a network of Deeplearning4j by the squared error; Spark tasks compute gradients, and a parameter
 * server in the driver adds them. What is learned depends on the rows (not on their order), the parameters and the seed
 * alone.
 */
public final class NoisescaleRegressor extends Estimator<NoisescaleRegressionModel>
        implements TrainingParams<NoisescaleRegressor>, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final Columns columns;
    private final Settings settings;

    /** An estimator with defaults. */
    public NoisescaleRegressor() {
        this(Identifiable$.MODULE$.randomUID("NoisescaleRegressor"));
    }

    /** An estimator with defaults and a given name. */
    public NoisescaleRegressor(String uid) {
        this.uid = uid;
        columns = Columns.of(this);
        settings = Settings.of(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public NoisescaleRegressionModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema(), true);
        TrainedModel trained = new TrainingRequest(this, Task.REGRESSION, 0).train(dataset);
        NoisescaleRegressionModel model = new NoisescaleRegressionModel(uid, LearnedNetwork.of(trained));
        return copyValues(model.withSummary(trained.summary()), ParamMap.empty())
                .setParent(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StageSchema.requireLabel(schema, getOrDefault(labelCol()));
        return NoisescaleRegressionModel.schema(schema, getOrDefault(featuresCol()), getOrDefault(predictionCol()));
    }

    @Override
    public NoisescaleRegressor copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads estimators that were saved. */
    public static MLReader<NoisescaleRegressor> read() {
        return new DefaultParamsReader<>();
    }

    /** Loads an estimator that was saved. */
    public static NoisescaleRegressor load(String path) {
        return read().load(path);
    }
}
