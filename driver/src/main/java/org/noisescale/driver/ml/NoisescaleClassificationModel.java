package org.noisescale.driver.ml;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.results.RunSummary;

/** What {@link NoisescaleClassifier} learned: adds the class of each row, and the probabilities of all classes. */
public final class NoisescaleClassificationModel extends Model<NoisescaleClassificationModel>
        implements ColumnParams<NoisescaleClassificationModel>, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final LearnedNetwork learned;
    private final Columns columns;
    private final Param<String> probabilityCol;
    private transient @Nullable RunSummary summary;

    NoisescaleClassificationModel(String uid, LearnedNetwork learned) {
        this.uid = uid;
        this.learned = learned;
        columns = Columns.of(this);
        probabilityCol = newProbabilityCol(this);
    }

    static Param<String> newProbabilityCol(Params stage) {
        Param<String> column = new Param<>(
                stage, "probabilityCol", "column that the model adds: the probability of each class; none if empty");
        stage.setDefault(column, "probability");
        return column;
    }

    static StructType schema(StructType schema, String features, String probability, String prediction) {
        StageSchema.requireFeatures(schema, features);
        StructType more =
                probability.isEmpty() ? schema : StageSchema.with(schema, probability, SQLDataTypes.VectorType());
        return prediction.isEmpty() ? more : StageSchema.with(more, prediction, DataTypes.DoubleType);
    }

    NoisescaleClassificationModel withSummary(@Nullable RunSummary summaryOfTraining) {
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

    /** The column that is added for the outputs of all classes. */
    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    /** Sets {@link #probabilityCol}; {@code probability} unless set, and none if empty. */
    public NoisescaleClassificationModel setProbabilityCol(String value) {
        return with(probabilityCol, value);
    }

    /** How it was trained, the noise of its gradients included; empty for a model that was loaded. */
    public Optional<RunSummary> summary() {
        return Optional.ofNullable(summary);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema(), true);
        boolean prediction = !getOrDefault(predictionCol()).isEmpty();
        boolean probability = !getOrDefault(probabilityCol).isEmpty();
        return learned.answer(
                dataset.toDF(), getOrDefault(featuresCol()), new Answer.Classes(prediction, probability), schema);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return schema(schema, getOrDefault(featuresCol()), getOrDefault(probabilityCol), getOrDefault(predictionCol()));
    }

    @Override
    public NoisescaleClassificationModel copy(ParamMap extra) {
        NoisescaleClassificationModel copy = new NoisescaleClassificationModel(uid, learned).withSummary(summary);
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
    public static MLReader<NoisescaleClassificationModel> read() {
        return new NetworkReader<>(NoisescaleClassificationModel.class, NoisescaleClassificationModel::new);
    }

    /** Loads a model that was saved. */
    public static NoisescaleClassificationModel load(String path) {
        return read().load(path);
    }
}
