package org.noisescale.driver.ml;

import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/** Saves a model in Spark ML's way: its parameters as metadata, and beside them what it learned. */
final class NetworkWriter extends MLWriter {
    private final Params model;
    private final LearnedNetwork learned;

    NetworkWriter(Params model, LearnedNetwork learned) {
        this.model = model;
        this.learned = learned;
    }

    @Override
    public void saveImpl(String path) {
        DefaultParamsWriter.saveMetadata(model, path, sparkSession());
        learned.save(sparkSession(), path);
    }
}
