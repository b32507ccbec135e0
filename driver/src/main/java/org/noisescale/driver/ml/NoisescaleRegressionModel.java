package org.noisescale.driver.ml;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.RunSummary;

/** What {@link NoisescaleRegressor} learned: adds the value of each row. */
public final class NoisescaleRegressionModel extends Model<NoisescaleRegressionModel>
        implements ColumnParams<NoisescaleRegressionModel>, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final LearnedNetwork learned;
    private final Columns columns;
    private transient @Nullable RunSummary summary;

    NoisescaleRegressionModel(String uid, LearnedNetwork learned) {
        this.uid = uid;
        this.learned = learned;
        columns = Columns.of(this);
    }

    static StructType schema(StructType schema, String features, String prediction) {
        StageSchema.requireFeatures(schema, features);
        return StageSchema.with(schema, prediction, DataTypes.DoubleType);
    }

    NoisescaleRegressionModel withSummary(@Nullable RunSummary summaryOfTraining) {
        summary = summaryOfTraining;
        return this;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Columns columns() {
        return columns;
    }

    /** How it was trained, the noise of its gradients included; empty for a model that was loaded. */
    public Optional<RunSummary> summary() {
        return Optional.ofNullable(summary);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema(), true);
        return learned.answer(dataset.toDF(), getOrDefault(featuresCol()), new Answer.Value(), schema);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return schema(schema, getOrDefault(featuresCol()), getOrDefault(predictionCol()));
    }

    @Override
    public NoisescaleRegressionModel copy(ParamMap extra) {
        NoisescaleRegressionModel copy = new NoisescaleRegressionModel(uid, learned).withSummary(summary);
        return copyValues(copy, extra).setParent(parent());
    }

    /**
     * Writes the network as a zip file that DL4J's {@code ModelSerializer} reads; it takes features as they are after
     * scaling.
     */
    public void writeNetwork(OutputStream target) throws IOException {
        learned.write(target);
    }

    @Override
    public MLWriter write() {
        return new NetworkWriter(this, learned);
    }

    /** Reads models that were saved. */
    public static MLReader<NoisescaleRegressionModel> read() {
        return new NetworkReader<>(NoisescaleRegressionModel.class, NoisescaleRegressionModel::new);
    }

    /** Loads a model that was saved. */
    public static NoisescaleRegressionModel load(String path) {
        return read().load(path);
    }
}
