package org.noisescale.driver.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
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
 * Learns classes with a network of Deeplearning4j, whose gradients Spark tasks compute and a parameter server in the
 * driver adds. Labels are 0, 1, 2, …; what is learned depends on the rows (not on their order), the parameters and the
 * seed alone.
 */
public final class NoisescaleClassifier extends Estimator<NoisescaleClassificationModel>
        implements TrainingParams<NoisescaleClassifier>, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final Columns columns;
    private final Settings settings;
    private final Param<String> probabilityCol;
    private final IntParam classes;

    /** An estimator with defaults. */
    public NoisescaleClassifier() {
        this(Identifiable$.MODULE$.randomUID("NoisescaleClassifier"));
    }

    /** An estimator with defaults and a given name. */
    public NoisescaleClassifier(String uid) {
        this.uid = uid;
        columns = Columns.of(this);
        settings = Settings.of(this);
        probabilityCol = NoisescaleClassificationModel.newProbabilityCol(this);
        classes = new IntParam(this, "classes", "how many classes there are; 0 means as many as the labels show");
        setDefault(classes, 0);
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

    /** The column that the model adds for the outputs of all classes. */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** How many classes there are. */
    public IntParam classes() {
        return classes;
    }

    /** Sets {@link #probabilityCol}; {@code probability} unless set, and none if empty. */
    public NoisescaleClassifier setProbabilityCol(String value) {
        return with(probabilityCol, value);
    }

    /** Sets {@link #classes}; unless set, as many as the labels show. */
    public NoisescaleClassifier setClasses(int value) {
        return with(classes, value);
    }

    @Override
    public NoisescaleClassificationModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema(), true);
        TrainedModel trained =
                new TrainingRequest(this, Task.CLASSIFICATION, (int) getOrDefault(classes)).train(dataset);
        NoisescaleClassificationModel model = new NoisescaleClassificationModel(uid, LearnedNetwork.of(trained));
        return copyValues(model.withSummary(trained.summary()), ParamMap.empty())
                .setParent(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StageSchema.requireLabel(schema, getOrDefault(labelCol()));
        return NoisescaleClassificationModel.schema(
                schema, getOrDefault(featuresCol()), getOrDefault(probabilityCol), getOrDefault(predictionCol()));
    }

    @Override
    public NoisescaleClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads estimators that were saved. */
    public static MLReader<NoisescaleClassifier> read() {
        return new DefaultParamsReader<>();
    }

    /** Loads an estimator that was saved. */
    public static NoisescaleClassifier load(String path) {
        return read().load(path);
    }
}
