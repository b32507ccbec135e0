package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Where the examples come from. */
public sealed interface DataPlan extends Serializable {

    /**
     * Generated handwritten-like digits, 28×28 grey, 10 classes.
     *
     * @param examples how many are generated, both parts together; from 100 to 1,000,000
     * @param evaluation what is held out
     * @param scaling how pixels are scaled
     * @param seed what the digits and the split are drawn from; at least 0
     */
    record Strokes(int examples, EvaluationSplit evaluation, Scaling scaling, long seed) implements DataPlan {
        static final WholeRange EXAMPLES = new WholeRange(100, 1_000_000);
        static final WholeRange SEED = new WholeRange(0, Long.MAX_VALUE);

        /** Checks the ranges. */
        public Strokes {
            EXAMPLES.require("examples", examples);
            SEED.require("seed", seed);
        }
    }

    /**
     * A CSV file with a header line.
     *
     * @param path the file, absolute or with a scheme
     * @param label the columns of the labels
     * @param features the feature columns in order; empty means every column but the labels
     * @param evaluation what is held out
     * @param scaling how features are scaled
     * @param seed what the split is drawn from; at least 0
     */
    record Csv(
            String path, LabelPlan label, List<String> features, EvaluationSplit evaluation, Scaling scaling, long seed)
            implements DataPlan {
        /** Checks the ranges, and that no column is named twice. */
        public Csv {
            features = List.copyOf(features);
            Strokes.SEED.require("seed", seed);
            requireColumns(label, features);
        }
    }

    /**
     * A file of labels and sparse features, as LIBSVM and LIBLINEAR read them.
     *
     * @param path the file, absolute or with a scheme
     * @param featureCount to 1,000,000; 0 means as many as the greatest index in the file
     * @param label what labels mean; its column has no name of its own
     * @param evaluation what is held out
     * @param scaling how features are scaled
     * @param seed what the split is drawn from; at least 0
     */
    record Libsvm(
            String path, int featureCount, LabelPlan label, EvaluationSplit evaluation, Scaling scaling, long seed)
            implements DataPlan {
        static final WholeRange FEATURES = new WholeRange(0, 1_000_000);

        /** Checks the ranges. */
        public Libsvm {
            FEATURES.require("featureCount", featureCount);
            Strokes.SEED.require("seed", seed);
        }
    }

    /**
     * Rows of Spark SQL. Feature columns hold numbers, arrays of numbers or ML vectors.
     *
     * @param location where Spark finds them
     * @param label the columns of the labels
     * @param features the feature columns in order; empty means every column but the labels and those of the order
     * @param orderBy columns whose values, different in every row, put the rows in order; if empty, files are taken in
     *     the order of their paths, and rows that are not in files in the order of a digest of their content
     * @param evaluation what is held out
     * @param scaling how features are scaled
     * @param seed what the split is drawn from; at least 0
     */
    record Table(
            TableLocation location,
            LabelPlan label,
            List<String> features,
            List<String> orderBy,
            EvaluationSplit evaluation,
            Scaling scaling,
            long seed)
            implements DataPlan {
        /** Checks the ranges, and that no column is named twice. */
        public Table {
            features = List.copyOf(features);
            orderBy = List.copyOf(orderBy);
            Strokes.SEED.require("seed", seed);
            requireColumns(label, features);
        }
    }

    /**
     * Files of the MNIST family, plain or gzipped.
     *
     * @param images the IDX file of the images, absolute or with a scheme
     * @param labels the IDX file of the labels, likewise
     * @param classes from 2 to 10,000; 0 means as many as the labels show
     * @param evaluation what is held out
     * @param scaling how pixels are scaled
     * @param seed what the split is drawn from; at least 0
     */
    record Idx(String images, String labels, int classes, EvaluationSplit evaluation, Scaling scaling, long seed)
            implements DataPlan {
        /** Checks the ranges. */
        public Idx {
            requireClasses(classes);
            Strokes.SEED.require("seed", seed);
        }
    }

    /**
     * Generated images: noise around a pattern for each class.
     *
     * @param classes from 2 to 10,000
     * @param examples how many are generated, both parts together; from 10 to 1,000,000
     * @param evaluation what is held out
     * @param seed what patterns, noise and the split are drawn from; at least 0
     */
    record RandomImages(Extent extent, int classes, int examples, EvaluationSplit evaluation, long seed)
            implements DataPlan {
        static final WholeRange CHANNELS = new WholeRange(1, 64);
        static final WholeRange SIDE = new WholeRange(1, 1_024);
        static final WholeRange CLASSES = new WholeRange(2, 10_000);
        static final WholeRange EXAMPLES = new WholeRange(10, 1_000_000);

        /** Checks the ranges. */
        public RandomImages {
            CLASSES.require("classes", classes);
            EXAMPLES.require("examples", examples);
            Strokes.SEED.require("seed", seed);
        }

        /**
         * The size of an image.
         *
         * @param channels from 1 to 64
         * @param height from 1 to 1,024 pixels
         * @param width likewise
         */
        public record Extent(int channels, int height, int width) implements Serializable {
            /** Checks the ranges. */
            public Extent {
                CHANNELS.require("channels", channels);
                SIDE.require("height", height);
                SIDE.require("width", width);
            }
        }
    }

    /**
     * The noisy quadratic model (Zhang et al. 2019, arXiv:1907.04164): no files. The gradient of a batch of B along
     * axis i is hᵢθᵢ + √(cᵢ/B)·ξ with ξ ~ N(0, 1). The three lists have the model's dimension, from 1 to 10,000.
     *
     * @param curvatures hᵢ, positive
     * @param noiseVariances cᵢ, per example, at least 0
     * @param initialParameters θᵢ at step 0
     */
    record Quadratic(List<Double> curvatures, List<Double> noiseVariances, List<Double> initialParameters)
            implements DataPlan {
        static final WholeRange DIMENSION = new WholeRange(1, 10_000);

        /** Checks the ranges and that the lists are equally long. */
        public Quadratic {
            curvatures = copyOf(curvatures, "curvatures", NumberRange.POSITIVE);
            noiseVariances = copyOf(noiseVariances, "noiseVariances", NumberRange.NOT_NEGATIVE);
            initialParameters = copyOf(initialParameters, "initialParameters", NumberRange.FINITE);
            DIMENSION.require("the number of curvatures", curvatures.size());
            requireSize("noiseVariances", noiseVariances.size(), "curvatures", curvatures.size());
            requireSize("initialParameters", initialParameters.size(), "curvatures", curvatures.size());
        }

        /** How many parameters there are. */
        public int dimension() {
            return curvatures.size();
        }
    }

    /**
     * Streaming least squares: no files. Every step draws fresh examples, x ~ N(0, H) with H = diag(h) and y = x·w* + e
     * with e ~ N(0, s²). The three lists have the model's dimension, from 1 to 10,000.
     *
     * @param spectrum hᵢ, positive
     * @param labelNoiseVariance s², at least 0
     * @param optimum w*ᵢ
     * @param initialParameters wᵢ at step 0
     */
    record LeastSquares(
            List<Double> spectrum, double labelNoiseVariance, List<Double> optimum, List<Double> initialParameters)
            implements DataPlan {
        static final WholeRange DIMENSION = new WholeRange(1, 10_000);

        /** Checks the ranges and that the lists are equally long. */
        public LeastSquares {
            spectrum = copyOf(spectrum, "spectrum", NumberRange.POSITIVE);
            optimum = copyOf(optimum, "optimum", NumberRange.FINITE);
            initialParameters = copyOf(initialParameters, "initialParameters", NumberRange.FINITE);
            NumberRange.NOT_NEGATIVE.require("labelNoiseVariance", labelNoiseVariance);
            DIMENSION.require("the number of spectrum", spectrum.size());
            requireSize("optimum", optimum.size(), "spectrum", spectrum.size());
            requireSize("initialParameters", initialParameters.size(), "spectrum", spectrum.size());
        }
    }

    /** Whether there are examples that are read and kept, some of them held out; otherwise every step draws anew. */
    default boolean hasStoredExamples() {
        return !(this instanceof Quadratic || this instanceof LeastSquares);
    }

    /** What stored examples are learned for. */
    default LabelPlan.Task task() {
        return findLabel().map(LabelPlan::task).orElse(LabelPlan.Task.CLASSIFICATION);
    }

    /** What the labels of a table mean. */
    private Optional<LabelPlan> findLabel() {
        if (this instanceof Csv csv) {
            return Optional.of(csv.label());
        }
        if (this instanceof Libsvm libsvm) {
            return Optional.of(libsvm.label());
        }
        return this instanceof Table table ? Optional.of(table.label()) : Optional.empty();
    }

    private static void requireColumns(LabelPlan label, List<String> features) {
        for (String column : label.columns()) {
            if (features.contains(column)) {
                throw new IllegalArgumentException("features must not contain the label column " + column);
            }
        }
        if (new HashSet<>(features).size() < features.size()) {
            throw new IllegalArgumentException("features must be different columns, was " + features);
        }
    }

    /** Whether what is learned are classes. */
    default boolean hasClasses() {
        return hasStoredExamples() && task() == LabelPlan.Task.CLASSIFICATION;
    }

    /** Checks a number of classes; throws {@link IllegalArgumentException}. */
    static void requireClasses(int classes) {
        if (classes != 0 && !(2 <= classes && classes <= 10_000)) {
            throw new IllegalArgumentException(
                    "classes must be 0 (as many as the labels show) or from 2 to 10000, was " + classes);
        }
    }

    private static List<Double> copyOf(List<Double> values, String name, NumberRange range) {
        for (double value : values) {
            range.require("each of " + name, value);
        }
        return List.copyOf(values);
    }

    private static void requireSize(String name, int size, String other, int expected) {
        if (size != expected) {
            throw new IllegalArgumentException(
                    name + " must have as many values as " + other + " (" + expected + "), had " + size);
        }
    }
}
