package org.noisescale.driver.study;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key that a study may have. */
final class StudyKeys {
    static final String LEARNING_RATE = "learningRate";
    static final String BETA1 = "beta1";
    static final String BETA2 = "beta2";
    static final String EPSILON = "epsilon";
    static final String ACCUMULATOR = "initialAccumulator";
    static final String FORM = "form";

    static final String CONVENTION = "convention";
    static final String COMPENSATION = "delayCompensation";
    static final String STALENESS_MAX = "stalenessMax";

    /** The study itself. */
    static final SectionKeys STUDY = SectionKeys.plain(
            "",
            "name",
            "question",
            "server",
            "data",
            "model",
            "optimizer",
            "training",
            "measure",
            "sweep",
            "search",
            "draws");

    /** Where examples come from. */
    static final SectionKeys DATA = SectionKeys.selectedBy("data", "source")
            .kind("strokes", "examples", "evaluationFraction", "scaling", "seed")
            .kind("csv", SharedKeys.TABLE_FILE)
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
            .kind("parquet", SharedKeys.TABLE_FILE)
            .kind("libsvm", SharedKeys.VECTOR_FILE, "featureCount")
            .kind(
                    "table",
                    SharedKeys.TABLE_FILE,
                    "name",
                    "query",
                    "format",
                    "options",
                    "orderBy",
                    "evaluationName",
                    "evaluationQuery")
            .kind("random-images", "channels", "height", "width", "classes", "examples", "evaluationFraction", "seed")
            .kind("quadratic", "dimension", "curvatures", "noiseVariances", "initialParameters", "copies")
            .kind("least-squares", "dimension", "spectrum", "labelNoiseVariance", "optimum", "initialParameters");

    /** The law of the quadratic's figures. */
    static final SectionKeys CURVATURES = SectionKeys.plain("data.curvatures", "scale", "exponent");

    /** The same for the variances of the features of least squares. */
    static final SectionKeys SPECTRUM = SectionKeys.plain("data.spectrum", "scale", "exponent");

    /** The same for its noise. */
    static final SectionKeys NOISE_VARIANCES = SectionKeys.plain("data.noiseVariances", "scale", "exponent");

    /** What is trained. */
    static final SectionKeys MODEL = SectionKeys.selectedBy("model", "kind")
            .kind("softmax", "classWeights")
            .kind("linear")
            .kind("mlp", "hidden", "activation", "loss", "classWeights", "batchNorm", "dropout")
            .kind("cnn", "inputShape", "classWeights", "batchNorm")
            .kind("large-cnn", "inputShape", "classWeights", "batchNorm")
            .kind("dl4j", "dl4j", "inputShape", "batchNorm")
            .kind("quadratic");

    /** How the server applies a gradient. */
    static final SectionKeys OPTIMIZER = SectionKeys.selectedBy("optimizer", "kind")
            .kind("sgd", LEARNING_RATE)
            .kind("momentum", LEARNING_RATE, "momentum", FORM)
            .kind("nesterov", LEARNING_RATE, "momentum", FORM)
            .kind("adagrad", LEARNING_RATE, EPSILON, ACCUMULATOR)
            .kind("rmsprop", LEARNING_RATE, "decay", EPSILON, ACCUMULATOR)
            .kind("adadelta", LEARNING_RATE, "decay", EPSILON)
            .kind("adam", SharedKeys.ADAM, FORM)
            .kind("adamw", SharedKeys.ADAM, FORM)
            .kind("amsgrad", SharedKeys.ADAM, FORM)
            .kind("nadam", SharedKeys.ADAM)
            .kind("adamax", SharedKeys.ADAM)
            .kind("adabelief", SharedKeys.ADAM)
            .kind("lars", LEARNING_RATE, "momentum", "trust")
            .kind("lamb", SharedKeys.ADAM)
            .everyKind(
                    "l1",
                    "l2",
                    "weightDecay",
                    "batchScaling",
                    "referenceBatchSize",
                    "schedule",
                    "clipping",
                    "averaging");

    /** How the learning rate changes with the step. */
    static final SectionKeys SCHEDULE = SectionKeys.selectedBy("optimizer.schedule", "kind")
            .kind("constant")
            .kind("linear", "steps", "finalFraction")
            .kind("cosine", "steps", "finalFraction")
            .kind("step", "every", "factor")
            .kind("inverse-square-root", "timescale")
            .everyKind("warmupSteps", "warmupFrom");

    /** How gradients are limited. */
    static final SectionKeys CLIPPING = SectionKeys.selectedBy("optimizer.clipping", "kind")
            .kind("none")
            .kind("value", "threshold")
            .kind("segment-norm", "threshold")
            .kind("global-norm", "threshold");

    /** Which average of the parameters is evaluated. */
    static final SectionKeys AVERAGING = SectionKeys.selectedBy("optimizer.averaging", "kind")
            .kind("none")
            .kind("exponential", "decay")
            .kind("polyak", "fromStep");

    /** How the work is cut and shared. */
    static final SectionKeys TRAINING = SectionKeys.plain(
            "training",
            "workers",
            "virtualWorkers",
            "shards",
            "synchronization",
            "cluster",
            "computeTime",
            "network",
            "replay",
            "transport",
            "batchSize",
            "steps",
            "seeds",
            "sampling",
            "evaluateEvery",
            "target",
            "waitLimitSeconds",
            "checkpointEvery",
            "attempts",
            "saveModel");

    /** How workers are kept together. */
    static final SectionKeys SYNCHRONIZATION = SectionKeys.selectedBy("training.synchronization", "rule")
            .kind("bsp")
            .kind("k-sync", "quorum")
            .kind("k-batch-sync", "quorum")
            .kind("k-async", SharedKeys.STALE, "quorum")
            .kind("k-batch-async", SharedKeys.STALE, "quorum")
            .kind("async", SharedKeys.STALE)
            .kind("ssp", SharedKeys.STALE, "bound")
            .kind("local", "period", "fromUpdate", "outer");

    /** What the server makes of how far local workers came. */
    static final SectionKeys OUTER = SectionKeys.selectedBy("training.synchronization.outer", "kind")
            .kind("average")
            .kind("momentum", LEARNING_RATE, "momentum")
            .kind("nesterov", LEARNING_RATE, "momentum");

    /** How long a gradient takes on a simulated cluster, or at least on a real one. */
    static final SectionKeys COMPUTE_TIME = SectionKeys.selectedBy("training.computeTime", "law")
            .kind("exponential", "mean")
            .kind("shifted-exponential", "mean", "least")
            .kind("pareto", "mean", "shape")
            .kind("lognormal", "mean", "deviation")
            .kind("constant", "mean")
            .kind("trace", "seconds", "path")
            .everyKind("perWorker");

    /** How long messages take on a simulated cluster. */
    static final SectionKeys NETWORK = SectionKeys.plain("training.network", "latency", "bandwidth", "law");

    /** Where a run may end early. */
    static final SectionKeys TARGET = SectionKeys.plain("training.target", "evaluationLoss", "evaluationAccuracy");

    /** What is measured besides the noise of every step. */
    static final SectionKeys MEASURE = SectionKeys.plain("measure", "curvature", "path", "asynchrony", "batchNorm");

    /** What stale gradients are made of. */
    static final SectionKeys ASYNCHRONY = SectionKeys.plain("measure.asynchrony", "every");

    /** What is measured of the statistics of BatchNormalization. */
    static final SectionKeys BATCH_NORM = SectionKeys.plain("measure.batchNorm", "every", "leak");

    /** How the curvature is measured. */
    static final SectionKeys CURVATURE =
            SectionKeys.plain("measure.curvature", "every", "examples", "eigenvalues", "probes");

    private static final String SEEDS = "training.seeds";
    private static final List<SectionKeys> SECTIONS = List.of(
            DATA,
            CURVATURES,
            NOISE_VARIANCES,
            SPECTRUM,
            MODEL,
            OPTIMIZER,
            TRAINING,
            SYNCHRONIZATION,
            OUTER,
            COMPUTE_TIME,
            NETWORK,
            TARGET,
            SCHEDULE,
            CLIPPING,
            AVERAGING,
            MEASURE,
            ASYNCHRONY,
            BATCH_NORM,
            CURVATURE);

    private StudyKeys() {}

    /** The dotted keys that a sweep may name: the sections and all within them, except the seeds. */
    static List<String> sweepable() {
        return Stream.concat(Stream.of(DATA, MODEL, OPTIMIZER).map(SectionKeys::path), dotted())
                .filter(key -> !key.equals(SEEDS))
                .toList();
    }

    /** The keys of the section whose dotted key is {@code path}. */
    static Optional<SectionKeys> findSection(String path) {
        return SECTIONS.stream().filter(section -> section.path().equals(path)).findFirst();
    }

    /** The dotted key of some section that ends in {@code key}. */
    static Optional<String> findElsewhere(String key) {
        return dotted().filter(dotted -> dotted.endsWith("." + key)).findFirst();
    }

    private static Stream<String> dotted() {
        return SECTIONS.stream().flatMap(section -> section.all().stream().map(section::name));
    }
}
