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
 * <p>Few long runs do as well, with noise or without: who pushes next does not depend on what was, so that the
 * recursion holds for every order of the updates up to t − 1, in the mean over the next two, and what was known then is
 * an instrument. There the jackknife leaves out one block of updates after the other.
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
        return of(all, without);
    }

    private static ImplicitMomentum of(Solution all, List<Solution> without) {
        double[] momenta = without.stream().mapToDouble(Solution::momentum).toArray();
        double[] steps = without.stream().mapToDouble(Solution::step).toArray();
        return new ImplicitMomentum(all.momentum, jackknife(momenta), all.step, jackknife(steps));
    }

    /**
     * The estimate from long paths of one parameter.
     *
     * @param paths its value after 0, 1, … updates
     * @param blockLength so many updates that blocks are about independent of each other; at least {@value #SEEDS_MIN}
     *     blocks must come of it
     */
    public static ImplicitMomentum ofPast(List<double[]> paths, int blockLength) {
        List<double[]> blocks = paths.stream()
                .flatMap(path -> IntStream.range(0, path.length / blockLength)
                        .mapToObj(block -> pastMoments(path, block * blockLength, (block + 1) * blockLength)))
                .toList();
        if (blocks.size() < SEEDS_MIN) {
            throw new IllegalArgumentException(
                    "there must be at least " + SEEDS_MIN + " blocks of updates, were " + blocks.size());
        }
        return of(
                solution(sum(blocks, -1)),
                IntStream.range(0, blocks.size())
                        .mapToObj(left -> solution(sum(blocks, left)))
                        .toList());
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
        return solution(sums);
    }

    private static Solution solution(double[] sums) {
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
            addMomentsAt(own, t, other[t] - other[t - 1], other[t], sums);
        }
    }

    /** The same for z = v and z = θ of the version before, over the updates of one block. */
    private static double[] pastMoments(double[] path, int from, int to) {
        double[] sums = new double[6];
        for (int t = Math.max(2, from); t < Math.min(to, path.length - 1); t++) {
            addMomentsAt(path, t, path[t - 1] - path[t - 2], path[t - 1], sums);
        }
        return sums;
    }

    private static void addMomentsAt(double[] path, int t, double earlierVelocity, double earlier, double[] sums) {
        double velocity = path[t] - path[t - 1];
        double next = path[t + 1] - path[t];
        sums[0] += earlierVelocity * velocity;
        sums[1] += earlierVelocity * path[t];
        sums[2] += earlierVelocity * next;
        sums[3] += earlier * velocity;
        sums[4] += earlier * path[t];
        sums[5] += earlier * next;
    }

    private static double[] sum(List<double[]> blocks, int left) {
        double[] sums = new double[6];
        for (int block = 0; block < blocks.size(); block++) {
            for (int i = 0; i < sums.length && block != left; i++) {
                sums[i] += blocks.get(block)[i];
            }
        }
        return sums;
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
