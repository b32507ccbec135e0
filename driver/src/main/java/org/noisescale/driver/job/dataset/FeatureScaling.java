package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.noisescale.driver.study.Scaling;

/**
 * Scales features: (x − offset)/divisor for each, in double. A feature that is constant in the training part becomes 0
 * everywhere.
 */
public final class FeatureScaling implements Serializable {
    private final double[] offsets;
    private final double[] divisors;

    private FeatureScaling(double[] offsets, double[] divisors) {
        this.offsets = offsets;
        this.divisors = divisors;
    }

    /**
     * The scaling with these measures, one of each for every feature.
     *
     * @param divisors 0 where the feature is constant
     */
    public static FeatureScaling of(List<Double> offsets, List<Double> divisors) {
        if (offsets.size() != divisors.size()) {
            throw new IllegalArgumentException(
                    "offsets and divisors must be equally many, were " + offsets.size() + " and " + divisors.size());
        }
        return new FeatureScaling(
                offsets.stream().mapToDouble(Double::doubleValue).toArray(),
                divisors.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /**
     * The scaling that takes its measures from these figures.
     *
     * @param image whether all features are pixels, which share one range
     */
    static FeatureScaling of(Scaling scaling, FeatureFigures figures, boolean image) {
        FeatureScaling measures =
                new FeatureScaling(new double[figures.featureCount()], new double[figures.featureCount()]);
        double least = figures.leastOfAll();
        double range = figures.greatestOfAll() - least;
        for (int feature = 0; feature < figures.featureCount(); feature++) {
            switch (scaling) {
                case NONE -> measures.set(feature, 0, 1);
                case UNIT -> {
                    double own = figures.least(feature);
                    measures.set(feature, image ? least : own, image ? range : figures.greatest(feature) - own);
                }
                case STANDARDISE -> measures.set(feature, figures.mean(feature), figures.deviation(feature));
            }
        }
        return measures;
    }

    /** Writes the scaled example at {@code from} of {@code source} to {@code to} of {@code target}. */
    public void applyInto(float[] source, int from, float[] target, int to) {
        for (int feature = 0; feature < offsets.length; feature++) {
            double divisor = divisors[feature];
            target[to + feature] = divisor == 0 ? 0 : (float) ((source[from + feature] - offsets[feature]) / divisor);
        }
    }

    /** What is subtracted from each feature. */
    public List<Double> offsets() {
        return Arrays.stream(offsets).boxed().toList();
    }

    /** What each feature is then divided by. */
    public List<Double> divisors() {
        return Arrays.stream(divisors).boxed().toList();
    }

    private void set(int feature, double offset, double divisor) {
        offsets[feature] = offset;
        divisors[feature] = divisor;
    }
}
