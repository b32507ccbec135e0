package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;

/**
 * The noise meter where virtual workers share the statistics of BatchNormalization, at parameters that stand still.
 * With C = tr Cov(gⱼ, gₖ) the spread of virtual workers must tell S − B·C and |G|² + C (in the mean over all pairs, of
 * which those of different groups have none), and what is read from groups, or from two batches, S and |G|². S, C and G
 * come from batches drawn and computed here, in double; standard errors are those of both sides.
 *
 * <p>Every batch of the run has rows of its own. What a meter adds for the rows that are not drawn twice, S/N, is taken
 * off again.
 *
 * @param batchNorm a group of all four virtual workers, or two of two
 */
record DependentMeter(String name, String batchNorm, int groups) implements Problem {
    private static final int VIRTUAL_WORKERS = 4;
    private static final int BATCH = 32;
    private static final int STEPS = 300;
    private static final int POPULATION = BATCH * (STEPS + 1);
    private static final int PAIRS = 4_000;
    private static final long SEED = 1;
    private static final GaussianTable TABLE =
            new GaussianTable(22, NormalizedPerceptron.FEATURES, NormalizedPerceptron.CLASSES, 1);

    @Override
    public String study(Path folder) throws IOException {
        return TABLE.write(folder, POPULATION)
                + """
                model: {kind: mlp, hidden: [%d], activation: tanh, batchNorm: "%s"}
                optimizer: {kind: sgd, learningRate: 1e-30}
                training: {workers: 2, virtualWorkers: %d, batchSize: %d, steps: %d, seeds: [%d], evaluateEvery: 0}
                measure: {batchNorm: {every: 2}}
                """.formatted(NormalizedPerceptron.HIDDEN, batchNorm, VIRTUAL_WORKERS, BATCH, STEPS, SEED);
    }

    @Override
    public List<Finding> judge(StudyResults results) {
        RunResult run = results.runs().get(0);
        List<double[]> drawn = draw();
        return List.of(
                finding("biased S = S − B·C", column(drawn, 0, -BATCH), run.series("noise_trace_biased")),
                finding("biased |G|² = |G|² + C", column(drawn, 1, 1), norms(run, "_biased")),
                finding("S", column(drawn, 0, 0), run.series("noise_trace")),
                finding("|G|²", column(drawn, 1, 0), norms(run, "")));
    }

    private static double[] norms(RunResult run, String suffix) {
        double[] norms = run.series("gradient_norm_squared" + suffix);
        double[] traces = run.series("noise_trace" + suffix);
        return IntStream.range(0, norms.length)
                .mapToDouble(i -> norms[i] - traces[i] / POPULATION)
                .toArray();
    }

    private static double[] column(List<double[]> drawn, int column, double timesCovariance) {
        return drawn.stream()
                .mapToDouble(each -> each[column] + timesCovariance * each[2])
                .toArray();
    }

    private static Finding finding(String quantity, double[] truths, double[] readings) {
        MeanEstimate truth = MeanEstimate.of(truths);
        MeanEstimate measured = MeanEstimate.of(readings);
        return Finding.scattering(
                quantity, truth.mean(), measured.mean(), Math.hypot(truth.standardError(), measured.standardError()));
    }

    /** For pairs of independent batches, without bias: S, |G|², C. */
    private List<double[]> draw() {
        NormalizedPerceptron network = NormalizedPerceptron.initial(SEED);
        return IntStream.range(0, PAIRS)
                .mapToObj(pair -> compare(batch(network, 2 * pair), batch(network, 2 * pair + 1)))
                .toList();
    }

    /** Of rows that the run does not have. */
    private double[][] batch(NormalizedPerceptron network, int number) {
        int size = BATCH / groups;
        int parts = VIRTUAL_WORKERS / groups;
        double[][] gradients = new double[VIRTUAL_WORKERS][];
        for (int group = 0; group < groups; group++) {
            int first = 2 * POPULATION + number * BATCH + group * size;
            double[][] ofGroup = network.gradients(
                    TABLE, IntStream.range(first, first + size).toArray(), parts);
            System.arraycopy(ofGroup, 0, gradients, group * parts, parts);
        }
        return gradients;
    }

    private static double[] compare(double[][] one, double[][] two) {
        double[] first = mean(one);
        double[] second = mean(two);
        double[] difference = minus(first, second);
        double covariance = 0;
        for (int j = 0; j < VIRTUAL_WORKERS; j++) {
            for (int k = 0; k < VIRTUAL_WORKERS; k++) {
                covariance += j == k ? 0 : product(minus(one[j], two[j]), minus(one[k], two[k])) / 2;
            }
        }
        return new double[] {
            BATCH * product(difference, difference) / 2,
            product(first, second),
            covariance / VIRTUAL_WORKERS / (VIRTUAL_WORKERS - 1)
        };
    }

    private static double[] mean(double[][] gradients) {
        double[] mean = new double[gradients[0].length];
        for (double[] gradient : gradients) {
            Arrays.setAll(mean, i -> mean[i] + gradient[i] / gradients.length);
        }
        return mean;
    }

    private static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
