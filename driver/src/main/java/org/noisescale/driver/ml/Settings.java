package org.noisescale.driver.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The parameters behind {@link TrainingParams}. */
record Settings(Model model, Effort effort, Cluster cluster) implements Serializable {
    private static final int UNITS = 128;

    /** What is trained on what. */
    record Model(
            Param<String> label,
            IntArrayParam hiddenLayers,
            Param<String> activation,
            Param<String> configuration,
            IntArrayParam inputShape,
            Param<String> scaling)
            implements Serializable {
        private static Model of(Params stage) {
            Model model = new Model(
                    new Param<>(stage, "labelCol", "column of the labels"),
                    new IntArrayParam(stage, "hiddenLayers", "units of each hidden layer, first to last"),
                    new Param<>(stage, "activation", "activation of hidden layers"),
                    new Param<>(stage, "configuration", "JSON of a DL4J configuration, instead of hidden layers"),
                    new IntArrayParam(stage, "inputShape", "how features form an input of the configuration"),
                    new Param<>(stage, "scaling", "how features are scaled: none, unit or standardise"));
            stage.setDefault(model.label, "label");
            stage.setDefault(model.hiddenLayers, new int[] {UNITS});
            stage.setDefault(model.activation, "relu");
            stage.setDefault(model.scaling, "none");
            return model;
        }
    }

    /** How it is trained. */
    record Effort(Param<String> optimizer, DoubleParam learningRate, IntParam batchSize, IntParam steps, LongParam seed)
            implements Serializable {
        private static final int BATCH_SIZE = 64;
        private static final int STEPS = 400;

        private static Effort of(Params stage) {
            Effort effort = new Effort(
                    new Param<>(stage, "optimizer", "kind of a study's optimizer, or a whole section of it"),
                    new DoubleParam(stage, "learningRate", "learning rate; unless set, the optimizer's own"),
                    new IntParam(stage, "batchSize", "examples of a step, over all workers"),
                    new IntParam(stage, "steps", "updates"),
                    new LongParam(stage, "seed", "what initial weights and batches are drawn from"));
            stage.setDefault(effort.optimizer, "adam");
            stage.setDefault(effort.batchSize, BATCH_SIZE);
            stage.setDefault(effort.steps, STEPS);
            stage.setDefault(effort.seed, 1L);
            return effort;
        }
    }

    /** Who takes part. */
    record Cluster(IntParam workers, IntParam virtualWorkers, IntParam shards, DoubleParam waitLimitSeconds)
            implements Serializable {
        private static final int WORKERS = 2;
        private static final double WAIT_LIMIT_SECONDS = 60;

        private static Cluster of(Params stage) {
            Cluster cluster = new Cluster(
                    new IntParam(stage, "workers", "Spark tasks that compute gradients"),
                    new IntParam(stage, "virtualWorkers", "slices of every batch; as many as workers unless set"),
                    new IntParam(stage, "shards", "parts of the parameter vector on the server"),
                    new DoubleParam(stage, "waitLimitSeconds", "how long anybody waits before training fails"));
            stage.setDefault(cluster.workers, WORKERS);
            stage.setDefault(cluster.shards, 1);
            stage.setDefault(cluster.waitLimitSeconds, WAIT_LIMIT_SECONDS);
            return cluster;
        }
    }

    /** Of a stage whose uid is known, with their defaults. */
    static Settings of(Params stage) {
        return new Settings(Model.of(stage), Effort.of(stage), Cluster.of(stage));
    }
}
