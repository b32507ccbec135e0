package org.noisescale.driver.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;

/**
 * What can be set of a training. Names and defaults are those of a study, whose reference says more.
 *
 * @param <S> who has them
 */
public interface TrainingParams<S extends TrainingParams<S>> extends ColumnParams<S> {
    /** Where the parameters are kept. */
    Settings settings();

    /** The column of the labels, numbers. */
    default Param<String> labelCol() {
        return settings().model().label();
    }

    /** The units of each hidden layer, first to last. */
    default IntArrayParam hiddenLayers() {
        return settings().model().hiddenLayers();
    }

    /** The activation of hidden layers. */
    default Param<String> activation() {
        return settings().model().activation();
    }

    /** The JSON of a DL4J configuration, instead of hidden layers. */
    default Param<String> configuration() {
        return settings().model().configuration();
    }

    /** How the features of an example form an input of the configuration. */
    default IntArrayParam inputShape() {
        return settings().model().inputShape();
    }

    /** How features are scaled: none, unit or standardise. */
    default Param<String> scaling() {
        return settings().model().scaling();
    }

    /** The kind of a study's optimizer, or a whole section of it. */
    default Param<String> optimizer() {
        return settings().effort().optimizer();
    }

    /** The learning rate; unless set, the optimizer's own. */
    default DoubleParam learningRate() {
        return settings().effort().learningRate();
    }

    /** The examples of a step, over all workers. */
    default IntParam batchSize() {
        return settings().effort().batchSize();
    }

    /** The updates. */
    default IntParam steps() {
        return settings().effort().steps();
    }

    /** What initial weights and batches are drawn from. */
    default LongParam seed() {
        return settings().effort().seed();
    }

    /** The Spark tasks that compute gradients. */
    default IntParam workers() {
        return settings().cluster().workers();
    }

    /** The slices of every batch, on which alone depends what is computed. */
    default IntParam virtualWorkers() {
        return settings().cluster().virtualWorkers();
    }

    /** The parts of the parameter vector, each with a thread of its own on the server. */
    default IntParam shards() {
        return settings().cluster().shards();
    }

    /** How long anybody waits for anybody else before training fails. */
    default DoubleParam waitLimitSeconds() {
        return settings().cluster().waitLimitSeconds();
    }

    /** Sets {@link #labelCol}; {@code label} unless set. */
    default S setLabelCol(String value) {
        return with(labelCol(), value);
    }

    /** Sets {@link #hiddenLayers}; one of 128 unless set. None at all make a linear model. */
    default S setHiddenLayers(int... units) {
        return with(hiddenLayers(), units.clone());
    }

    /** Sets {@link #activation}; {@code relu} unless set. */
    default S setActivation(String value) {
        return with(activation(), value);
    }

    /**
     * Sets {@link #configuration}: what {@code toJson()} of DL4J's {@code MultiLayerConfiguration} or
     * {@code ComputationGraphConfiguration} writes. Its updaters are used unless {@link #optimizer} or
     * {@link #learningRate} is set.
     */
    default S setConfiguration(String json) {
        return with(configuration(), json);
    }

    /** Sets {@link #inputShape}, e.g. channels, height and width; needed where the configuration leaves it open. */
    default S setInputShape(int... sizes) {
        return with(inputShape(), sizes.clone());
    }

    /** Sets {@link #scaling}; {@code none} unless set. Its measures are the training rows'. */
    default S setScaling(String value) {
        return with(scaling(), value);
    }

    /** Sets {@link #optimizer}, e.g. {@code sgd} or <code>{kind: adam, beta2: 0.99}</code>; {@code adam} unless set. */
    default S setOptimizer(String value) {
        return with(optimizer(), value);
    }

    /** Sets {@link #learningRate}. */
    default S setLearningRate(double value) {
        return with(learningRate(), value);
    }

    /** Sets {@link #batchSize}; 64 unless set. */
    default S setBatchSize(int value) {
        return with(batchSize(), value);
    }

    /** Sets {@link #steps}; 400 unless set. */
    default S setSteps(int value) {
        return with(steps(), value);
    }

    /** Sets {@link #seed}; 1 unless set. */
    default S setSeed(long value) {
        return with(seed(), value);
    }

    /** Sets {@link #workers}; 2 unless set. */
    default S setWorkers(int value) {
        return with(workers(), value);
    }

    /** Sets {@link #virtualWorkers}; as many as workers unless set. */
    default S setVirtualWorkers(int value) {
        return with(virtualWorkers(), value);
    }

    /** Sets {@link #shards}; 1 unless set. */
    default S setShards(int value) {
        return with(shards(), value);
    }

    /** Sets {@link #waitLimitSeconds}; 60 unless set. */
    default S setWaitLimitSeconds(double value) {
        return with(waitLimitSeconds(), value);
    }
}
