package org.noisescale.parameterserver.protocol;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far the predictions of a regression are from the targets, with what it takes to relate that to the targets' own
 * spread. Means and squared deviations are taken by Welford 1962 and merged by Chan, Golub &amp; LeVeque 1983; their
 * last bits depend on the order of merging.
 */
public final class TargetErrors implements Serializable {
    /** The most targets there may be; the figures of so many fit a message. */
    public static final int TARGETS_MAX = 1_000;

    private static final long serialVersionUID = 1;

    private static final int ABSOLUTE = 0;
    private static final int SQUARED = 1;
    private static final int MEAN = 2;
    private static final int DEVIATION = 3;
    private static final int FIGURES = 4;

    private final double[] figures;
    private long examples;

    private TargetErrors(long examples, double[] figures) {
        this.examples = examples;
        this.figures = figures;
    }

    /** The errors of no examples. */
    public static TargetErrors empty(int targetCount) {
        if (targetCount < 1 || targetCount > TARGETS_MAX) {
            throw new IllegalArgumentException("targets must be in [1, " + TARGETS_MAX + "], were " + targetCount);
        }
        return new TargetErrors(0, new double[targetCount * FIGURES]);
    }

    /** The errors with these figures, four for each target; empty if they are not so many. */
    static Optional<TargetErrors> find(long examples, double[] figures) {
        boolean fits = figures.length >= FIGURES
                && figures.length <= TARGETS_MAX * FIGURES
                && figures.length % FIGURES == 0
                && examples >= 0;
        return fits ? Optional.of(new TargetErrors(examples, figures)) : Optional.empty();
    }

    /** Takes in an example: its targets and what was predicted. */
    public void observe(float[] targets, float[] predictions) {
        examples++;
        for (int target = 0; target < targetCount(); target++) {
            int base = target * FIGURES;
            double error = (double) predictions[target] - targets[target];
            double deviation = targets[target] - figures[base + MEAN];
            figures[base + ABSOLUTE] += Math.abs(error);
            figures[base + SQUARED] += error * error;
            figures[base + MEAN] += deviation / examples;
            figures[base + DEVIATION] += deviation * (targets[target] - figures[base + MEAN]);
        }
    }

    /** The errors of both; empty if they have different targets. */
    public Optional<TargetErrors> plus(TargetErrors other) {
        if (other.figures.length != figures.length) {
            return Optional.empty();
        }
        long total = examples + other.examples;
        double weight = total == 0 ? 0 : (double) other.examples / total;
        double[] sums = new double[figures.length];
        for (int base = 0; base < sums.length; base += FIGURES) {
            double difference = other.figures[base + MEAN] - figures[base + MEAN];
            sums[base + ABSOLUTE] = figures[base + ABSOLUTE] + other.figures[base + ABSOLUTE];
            sums[base + SQUARED] = figures[base + SQUARED] + other.figures[base + SQUARED];
            sums[base + MEAN] = figures[base + MEAN] + difference * weight;
            sums[base + DEVIATION] = figures[base + DEVIATION]
                    + other.figures[base + DEVIATION]
                    + difference * difference * examples * weight;
        }
        return Optional.of(new TargetErrors(total, sums));
    }

    /** The mean of |prediction − target| over examples and targets. */
    public double meanAbsoluteError() {
        double sum = 0;
        for (int base = 0; base < figures.length; base += FIGURES) {
            sum += figures[base + ABSOLUTE];
        }
        return sum / examples / targetCount();
    }

    /**
     * The coefficient of determination R²: 1 − Σ(prediction − target)² / Σ(target − its mean)², averaged over targets.
     * Empty where a target does not vary.
     */
    public OptionalDouble determination() {
        double sum = 0;
        for (int base = 0; base < figures.length; base += FIGURES) {
            if (figures[base + DEVIATION] == 0) {
                return OptionalDouble.empty();
            }
            sum += 1 - figures[base + SQUARED] / figures[base + DEVIATION];
        }
        return OptionalDouble.of(sum / targetCount());
    }

    private int targetCount() {
        return figures.length / FIGURES;
    }

    /** Four figures for each target; shared, not a copy. */
    double[] figures() {
        return figures;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TargetErrors errors
                && errors.examples == examples
                && Arrays.equals(errors.figures, figures);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(examples) + Arrays.hashCode(figures);
    }

    @Override
    public String toString() {
        return examples + " examples " + Arrays.toString(figures);
    }
}
