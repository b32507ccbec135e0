package org.noisescale.driver.analysis.asynchrony;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The momentum that asynchrony begets: with W exponential workers the mean over all orders of arrival of a parameter of
 * a quadratic is a heavy ball (Mitliagkas et al. 2016, arXiv:1605.09774, theorem 3),
 *
 * <pre>  E θ_{t+1} − E θ_t = μ (E θ_t − E θ_{t−1}) − κ E θ_t,   μ = 1 − 1/W,   κ = a/W,   E θ_1 = (1 − a) θ_0</pre>
 *
 * <p>Both are estimated by least squares over the steps of replicated runs. The means over seeds that stand on the
 * right side are noisy, which would bias the estimate; so each half of the seeds is regressed with the means of the
 * other half as instruments, whose errors are independent of its own. Standard errors leave out one seed after the
 * other (the jackknife).
 *
 * @param momentum the estimate of μ
 * @param momentumError its standard error
 * @param step the estimate of κ
 * @param stepError its standard error
 */
public record ImplicitMomentum(double momentum, double momentumError, double step, double stepError) {
    /** Fewer seeds give no error to speak of. */
    public static final int SEEDS_MIN = 6;

    /**
     * The estimate from paths of one parameter.
     *
     * @param paths a path for each seed, its value after 0, 1, … updates; at least {@value #SEEDS_MIN} of one length
     */
    public static ImplicitMomentum of(List<double[]> paths) {
        if (paths.size() < SEEDS_MIN) {
            throw new IllegalArgumentException("there must be at least " + SEEDS_MIN + " paths, were " + paths.size());
        }
        Solution all = solve(paths, -1);
        List<Solution> without = IntStream.range(0, paths.size())
                .mapToObj(seed -> solve(paths, seed))
                .toList();
        double[] momenta = without.stream().mapToDouble(Solution::momentum).toArray();
        double[] steps = without.stream().mapToDouble(Solution::step).toArray();
        return new ImplicitMomentum(all.momentum, jackknife(momenta), all.step, jackknife(steps));
    }

    /** What theory expects of a parameter after 0, 1, …, {@code updates} updates. */
    public static double[] path(double a, int workers, double initial, int updates) {
        double[] path = new double[updates + 1];
        path[0] = initial;
        double velocity = -a * initial;
        for (int t = 1; t <= updates; t++) {
            path[t] = path[t - 1] + velocity;
            velocity = (1 - 1.0 / workers) * velocity - a / workers * path[t];
        }
        return path;
    }

    private record Solution(double momentum, double step) {}

    private static Solution solve(List<double[]> paths, int left) {
        double[] even = mean(paths, 0, left);
        double[] odd = mean(paths, 1, left);
        double[] sums = new double[6];
        addMoments(even, odd, sums);
        addMoments(odd, even, sums);
        double determinant = sums[0] * sums[4] - sums[1] * sums[3];
        return new Solution(
                (sums[2] * sums[4] - sums[1] * sums[5]) / determinant,
                -(sums[0] * sums[5] - sums[3] * sums[2]) / determinant);
    }

    private static double[] mean(List<double[]> paths, int parity, int left) {
        double[] mean = new double[paths.get(0).length];
        int count = 0;
        for (int seed = parity; seed < paths.size(); seed += 2) {
            if (seed != left) {
                count++;
                for (int t = 0; t < mean.length; t++) {
                    mean[t] += paths.get(seed)[t];
                }
            }
        }
        for (int t = 0; t < mean.length; t++) {
            mean[t] /= count;
        }
        return mean;
    }

    /** Σ z (y − μ v + κ θ) = 0 for the instruments z = v and z = θ of the other half; y the next difference. */
    private static void addMoments(double[] own, double[] other, double[] sums) {
        for (int t = 1; t + 1 < own.length; t++) {
            double velocity = own[t] - own[t - 1];
            double next = own[t + 1] - own[t];
            double instrument = other[t] - other[t - 1];
            sums[0] += instrument * velocity;
            sums[1] += instrument * own[t];
            sums[2] += instrument * next;
            sums[3] += other[t] * velocity;
            sums[4] += other[t] * own[t];
            sums[5] += other[t] * next;
        }
    }

    private static double jackknife(double[] estimates) {
        double mean = 0;
        for (double estimate : estimates) {
            mean += estimate / estimates.length;
        }
        double squares = 0;
        for (double estimate : estimates) {
            squares += (estimate - mean) * (estimate - mean);
        }
        return Math.sqrt((estimates.length - 1.0) / estimates.length * squares);
    }
}
