package org.noisescale.worker.dataset;

import java.util.List;

/**
 * Fresh examples of a linear model for every step: features x ~ N(0, H) with H = diag(h), labels y = x·w* + e with e ~
 * N(0, s²). An example is a pure function of (seed, step, virtual worker, position in its slice) and of the slice's
 * size, so that runs with several batch sizes are independent.
 */
public final class GaussianExamples {
    private static final long STREAM = 5;

    private final double[] deviations;
    private final double[] optimum;
    private final double labelDeviation;
    private final long key;

    /**
     * The examples of one seed.
     *
     * @param spectrum h, the variance of each feature
     * @param optimum w*, as many values
     * @param labelNoiseVariance s²
     */
    public GaussianExamples(List<Double> spectrum, List<Double> optimum, double labelNoiseVariance, long seed) {
        deviations = spectrum.stream().mapToDouble(Math::sqrt).toArray();
        this.optimum = optimum.stream().mapToDouble(Double::doubleValue).toArray();
        labelDeviation = Math.sqrt(labelNoiseVariance);
        key = CounterRandom.derive(seed, STREAM);
    }

    /**
     * Writes a virtual worker's examples of a step.
     *
     * @param features row-major, as many rows as there are labels
     */
    public void drawInto(long step, int virtualWorker, float[] features, float[] labels) {
        long slice = CounterRandom.derive(CounterRandom.derive(key, labels.length), virtualWorker);
        long draws = CounterRandom.derive(slice, step);
        int dimension = deviations.length;
        for (int row = 0; row < labels.length; row++) {
            long first = (long) row * (dimension + 1);
            double label = labelDeviation * CounterRandom.gaussian(draws, first + dimension);
            for (int i = 0; i < dimension; i++) {
                float value = (float) (deviations[i] * CounterRandom.gaussian(draws, first + i));
                features[row * dimension + i] = value;
                label += optimum[i] * value;
            }
            labels[row] = (float) label;
        }
    }
}
