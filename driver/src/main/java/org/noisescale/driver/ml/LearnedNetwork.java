package org.noisescale.driver.ml;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.noisescale.driver.job.TrainedModel;
import org.noisescale.driver.job.dataset.FeatureScaling;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.gradient.SavedModel;
import org.noisescale.worker.gradient.configuration.NetworkConfiguration;

/** All that a model needs in order to answer; travels to executors, and to files in one row of Parquet. */
final class LearnedNetwork implements Serializable {
    private static final long serialVersionUID = 1;
    private static final StructType SCHEMA = new StructType()
            .add("kind", DataTypes.StringType, false)
            .add("configuration", DataTypes.StringType, false)
            .add("inputShape", DataTypes.createArrayType(DataTypes.IntegerType, false), false)
            .add("seed", DataTypes.LongType, false)
            .add("offsets", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
            .add("divisors", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
            .add("parameters", DataTypes.BinaryType, false);

    private final NetworkPlan plan;
    private final FeatureScaling scaling;
    private final float[] parameters;

    private LearnedNetwork(NetworkPlan plan, FeatureScaling scaling, float[] parameters) {
        this.plan = plan;
        this.scaling = scaling;
        this.parameters = parameters;
    }

    static LearnedNetwork of(TrainedModel trained) {
        return new LearnedNetwork(trained.network(), trained.scaling(), trained.parameters());
    }

    NetworkPlan plan() {
        return plan;
    }

    FeatureScaling scaling() {
        return scaling;
    }

    /** The flat vector; shared, not a copy. */
    float[] parameters() {
        return parameters;
    }

    /** The rows with what the network answers to their features. */
    Dataset<Row> answer(Dataset<Row> rows, String column, Answer answer, StructType schema) {
        Broadcast<LearnedNetwork> everywhere = JavaSparkContext.fromSparkContext(
                        rows.sparkSession().sparkContext())
                .broadcast(this);
        int position = rows.schema().fieldIndex(column);
        return rows.mapPartitions(new Answering(everywhere, column, position, answer), Encoders.row(schema));
    }

    /** Writes the network as DL4J does. */
    void write(OutputStream target) throws IOException {
        SavedModel.write(plan, parameters, target);
    }

    /** Writes into the folder of a saved stage. */
    void save(SparkSession session, String folder) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(parameters.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        Row row = RowFactory.create(
                plan.configuration().kind().name(),
                plan.configuration().json(),
                plan.input().sizes().toArray(),
                plan.sampling().seed(),
                scaling.offsets().toArray(),
                scaling.divisors().toArray(),
                bytes.array());
        session.createDataFrame(List.of(row), SCHEMA).coalesce(1).write().parquet(data(folder));
    }

    /** Reads what {@link #save} wrote. */
    static LearnedNetwork load(SparkSession session, String folder) {
        Row row = session.read().parquet(data(folder)).first();
        NetworkConfiguration configuration = new NetworkConfiguration(
                NetworkConfiguration.Kind.valueOf(row.getAs("kind")), row.getAs("configuration"));
        NetworkPlan plan = new NetworkPlan(
                configuration,
                new InputShape(row.getList(row.fieldIndex("inputShape"))),
                new SamplingPlan(row.getAs("seed"), false));
        ByteBuffer bytes = ByteBuffer.wrap(row.getAs("parameters")).order(ByteOrder.LITTLE_ENDIAN);
        float[] parameters = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(parameters);
        FeatureScaling scaling =
                FeatureScaling.of(row.getList(row.fieldIndex("offsets")), row.getList(row.fieldIndex("divisors")));
        return new LearnedNetwork(plan, scaling, parameters);
    }

    private static String data(String folder) {
        return new Path(folder, "data").toString();
    }
}
