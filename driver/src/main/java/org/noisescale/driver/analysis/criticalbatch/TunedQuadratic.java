package org.noisescale.driver.analysis.criticalbatch;

import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.NoisyQuadraticTheory;

/**
 * How soon heavy-ball SGD can bring the expected loss of a noisy quadratic down to a target:
 * {@link NoisyQuadraticTheory} at the best constant learning rate. The number of steps is a step function of the rate
 * with plateaus, so the search is by grids, each around the best rate of the one before and four times finer; where
 * several rates are equally good it takes the middle one.
 *
 * @param target the expected loss to be reached
 * @param stepsMax no more steps than these are looked at
 */
public record TunedQuadratic(
        List<Double> curvatures,
        List<Double> noiseVariances,
        List<Double> initialParameters,
        double momentum,
        double target,
        int stepsMax) {
    private static final int GRID = 33;
    private static final int REFINEMENTS = 5;
    /** So many steps are looked at first, and then so many times more. */
    private static final int FIRST_LOOK = 128;

    private static final int LOOK_FURTHER = 4;
    private static final double STABLE_SHARE = 0.999;
    private static final double DECADES = 5;

    /** The same model without the copies of itself that stand side by side in it, whose losses add up. */
    public TunedQuadratic withoutCopies() {
        int dimension = curvatures.size();
        int period = 1;
        while (dimension % period != 0 || !repeats(period)) {
            period++;
        }
        return new TunedQuadratic(
                curvatures.subList(0, period),
                noiseVariances.subList(0, period),
                initialParameters.subList(0, period),
                momentum,
                target * period / dimension,
                stepsMax);
    }

    private boolean repeats(int period) {
        return IntStream.range(period, curvatures.size())
                .allMatch(i -> curvatures.get(i).equals(curvatures.get(i - period))
                        && noiseVariances.get(i).equals(noiseVariances.get(i - period))
                        && initialParameters.get(i).equals(initialParameters.get(i - period)));
    }

    /** A learning rate and the steps that it takes, infinite where the target is not reached. */
    public record Optimum(double learningRate, double steps) {}

    /** The first step after which the expected loss is at most the target; infinite if there is none. */
    public double steps(double learningRate, double batchSize) {
        NoisyQuadraticTheory theory = new NoisyQuadraticTheory(
                curvatures, noiseVariances, initialParameters, learningRate, momentum, batchSize);
        double found = Double.POSITIVE_INFINITY;
        for (int seen = 0, end = Math.min(stepsMax, FIRST_LOOK); seen < end && Double.isInfinite(found); ) {
            found = firstBelow(theory.trajectory(end), seen + 1);
            seen = end;
            end = (int) Math.min(stepsMax, (long) LOOK_FURTHER * end);
        }
        return found;
    }

    private double firstBelow(List<NoisyQuadraticTheory.LossMoments> moments, int from) {
        return IntStream.range(from, moments.size())
                .filter(step -> moments.get(step).mean() <= target)
                .mapToDouble(step -> step)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The best learning rate for a batch size. */
    public Optimum tune(double batchSize) {
        double curvatureMax =
                curvatures.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double high = STABLE_SHARE * 2 * (1 + momentum) / curvatureMax;
        double low = high / Math.pow(10, DECADES);
        Optimum best = best(batchSize, low, high);
        for (int i = 0; i < REFINEMENTS && Double.isFinite(best.steps); i++) {
            double reach = Math.pow(high / low, 2.0 / (GRID - 1));
            low = best.learningRate / reach;
            high = Math.min(best.learningRate * reach, high);
            best = better(best, best(batchSize, low, high));
        }
        return best;
    }

    private static Optimum better(Optimum one, Optimum other) {
        return other.steps <= one.steps ? other : one;
    }

    private Optimum best(double batchSize, double low, double high) {
        List<Optimum> tried = IntStream.range(0, GRID)
                .mapToDouble(i -> low * Math.pow(high / low, i / (GRID - 1.0)))
                .mapToObj(rate -> new Optimum(rate, steps(rate, batchSize)))
                .toList();
        double fewest = tried.stream().mapToDouble(Optimum::steps).min().orElse(Double.POSITIVE_INFINITY);
        List<Optimum> best = tried.stream().filter(each -> each.steps == fewest).toList();
        return best.get(best.size() / 2);
    }
}
