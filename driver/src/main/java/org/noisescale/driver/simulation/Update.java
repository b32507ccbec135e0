package org.noisescale.driver.simulation;

import java.util.Arrays;

/**
 * What is known of the pushes of the open round besides their vectors: for each gradient behind them examples and loss,
 * for each piece of the vector the squared norms. Reused from round to round.
 */
final class Update {
    private final double[] weightedSquaredNorms;
    private final long[] examples;
    private final double[] lossSums;
    private int gradients;
    private long stalenessSum;
    private int pushes;
    private double waysSquared;

    Update(int pieces, int gradientsMax) {
        weightedSquaredNorms = new double[pieces];
        examples = new long[gradientsMax];
        lossSums = new double[gradientsMax];
    }

    void clear() {
        Arrays.fill(weightedSquaredNorms, 0);
        gradients = 0;
        stalenessSum = 0;
        pushes = 0;
        waysSquared = 0;
    }

    /** Takes the staleness of a push. */
    void addPush(long staleness) {
        stalenessSum += staleness;
        pushes++;
    }

    /** Takes a gradient over so many examples; counted in the order of arrival unless a place is given. */
    void addGradient(long count, double lossSum) {
        setGradient(gradients, count, lossSum);
    }

    /** Takes the gradient of a virtual worker. */
    void setGradient(int place, long count, double lossSum) {
        examples[place] = count;
        lossSums[place] = lossSum;
        gradients++;
    }

    /** Takes |θ_read − θ_w|² of a worker that took steps of its own. */
    void addWay(double squaredNorm) {
        waysSquared += squaredNorm;
    }

    /** (1/W) Σ |θ_w − θ̄|² of local workers, given |Σ (θ_read − θ_w)|². */
    double spread(double squaredNormOfSum) {
        return waysSquared / pushes - squaredNormOfSum / pushes / pushes;
    }

    /** Takes |s|²/b of a piece of a gradient. */
    void addNorm(int piece, double weightedSquaredNorm) {
        weightedSquaredNorms[piece] += weightedSquaredNorm;
    }

    double weightedSquaredNorm(int piece) {
        return weightedSquaredNorms[piece];
    }

    int gradients() {
        return gradients;
    }

    long examples(int gradient) {
        return examples[gradient];
    }

    long examples() {
        long sum = 0;
        for (int i = 0; i < gradients; i++) {
            sum += examples[i];
        }
        return sum;
    }

    double lossSum(int gradient) {
        return lossSums[gradient];
    }

    /** The mean over the pushes. */
    double stalenessMean() {
        return (double) stalenessSum / pushes;
    }
}
