package org.noisescale.driver.study;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key that a study may have. */
final class StudyKeys {
    /** The study itself. */
    static final SectionKeys STUDY =
            SectionKeys.plain("", "name", "question", "data", "model", "optimizer", "training", "sweep", "search", "draws");

    /** Where examples come from. */
    static final SectionKeys DATA = SectionKeys.selectedBy("data", "source", "least-squares")
            .kind("strokes", "examples", "evaluationFraction", "scaling", "seed")
            .kind(
                    "csv",
                    "path",
                    "task",
                    "label",
                    "features",
                    "classes",
                    "targetScaling",
                    "evaluationFraction",
                    "evaluationLast",
                    "evaluationPath",
                    "scaling",
                    "seed")
            .kind(
                    "idx",
                    "images",
                    "labels",
                    "classes",
                    "evaluationFraction",
                    "evaluationLast",
                    "evaluationImages",
                    "evaluationLabels",
                    "scaling",
                    "seed")
            .kind(
                    "parquet",
                    "path",
                    "task",
                    "label",
                    "features",
                    "classes",
                    "targetScaling",
                    "evaluationFraction",
                    "evaluationLast",
                    "evaluationPath",
                    "scaling",
                    "seed")
            .kind(
                    "libsvm",
                    "path",
                    "featureCount",
                    "task",
                    "classes",
                    "targetScaling",
                    "evaluationFraction",
                    "evaluationLast",
                    "evaluationPath",
                    "scaling",
                    "seed")
            .kind(
                    "table",
                    "name",
                    "query",
                    "format",
                    "path",
                    "options",
                    "orderBy",
                    "task",
                    "label",
                    "features",
                    "classes",
                    "targetScaling",
                    "evaluationFraction",
                    "evaluationLast",
                    "evaluationPath",
                    "evaluationName",
                    "evaluationQuery",
                    "scaling",
                    "seed")
            .kind(
                    "random-images",
                    "channels",
                    "height",
                    "width",
                    "classes",
                    "examples",
                    "evaluationFraction",
                    "seed")
            .kind("quadratic", "dimension", "curvatures", "noiseVariances", "initialParameters", "copies");

    /** The law of the quadratic's figures. */
    static final SectionKeys CURVATURES = SectionKeys.plain("data.curvatures", "scale", "exponent");

    /** The same for its noise. */
    static final SectionKeys NOISE_VARIANCES = SectionKeys.plain("data.noiseVariances", "scale", "exponent");

    /** What is trained. */
    static final SectionKeys MODEL = SectionKeys.selectedBy("model", "kind")
            .kind("softmax")
            .kind("linear")
            .kind("mlp", "hidden", "activation", "loss", "batchNorm", "dropout")
            .kind("cnn", "inputShape")
            .kind("large-cnn", "inputShape")
            .kind("dl4j", "dl4j", "inputShape")
            .kind("quadratic");

    /** How the server applies a gradient. */
    static final SectionKeys OPTIMIZER = SectionKeys.selectedBy(
                    "optimizer", "kind", "nesterov", "adagrad", "rmsprop", "adamw")
            .kind("sgd", "learningRate")
            .kind("momentum", "learningRate", "momentum")
            .kind("adam", "learningRate", "beta1", "beta2", "epsilon");

    /** How the work is cut and shared. */
    static final SectionKeys TRAINING = SectionKeys.plain(
            "training",
            "workers",
            "virtualWorkers",
            "shards",
            "synchronization",
            "transport",
            "batchSize",
            "steps",
            "seeds",
            "sampling",
            "evaluateEvery",
            "target",
            "waitLimitSeconds",
            "saveModel");

    /** Where a run may end early. */
    static final SectionKeys TARGET = SectionKeys.plain("training.target", "evaluationLoss", "evaluationAccuracy");

    private static final String SEEDS = "training.seeds";

    private StudyKeys() {}

    /** The dotted keys that a sweep may name: all within the sections, except the seeds. */
    static List<String> sweepable() {
        return dotted().filter(key -> !key.equals(SEEDS)).toList();
    }

    /** The dotted key of some section that ends in {@code key}. */
    static Optional<String> findElsewhere(String key) {
        return dotted().filter(dotted -> dotted.endsWith("." + key)).findFirst();
    }

    private static Stream<String> dotted() {
        return Stream.of(DATA, CURVATURES, NOISE_VARIANCES, MODEL, OPTIMIZER, TRAINING, TARGET)
                .flatMap(section -> section.all().stream().map(section::name));
    }
}
