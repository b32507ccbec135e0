package org.noisescale.driver.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.RunResult;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.analysis.asynchrony.AsynchronousQuadratic;
import org.noisescale.driver.analysis.asynchrony.EveryOrder;
import org.noisescale.driver.analysis.asynchrony.ImplicitMomentum;
import org.noisescale.driver.analysis.asynchrony.OrderedDescent;

/**
 * What theory says of asynchronous SGD with W exponential workers on one parameter with h = c = 1, in virtual time and
 * in ours (Mitliagkas et al. 2016, arXiv:1605.09774, for staleness and mean path).
 */
final class AsynchronousTruths {
    private static final int WINDOW = 12;
    /** Of a float. */
    private static final double ROUNDOFF = 0x1p-24;

    private static final List<Integer> UPDATES = List.of(2, 4, 6);
    private static final List<Double> SHARES_OF_LIMIT = List.of(0.9, 1.1);
    /** In updates; what a parameter was is forgotten after some tens. */
    private static final int BLOCK = 100;

    private final StudyResults results;
    private final int workers;

    /** The truths of asynchronous runs with so many workers. */
    AsynchronousTruths(StudyResults results, int workers) {
        this.results = results;
        this.workers = workers;
    }

    /** E θ² at rest for one example a push: a(1 + aW) / (2 + a − a²W). */
    static double restingSquare(double a, int workers) {
        return a * (1 + a * workers) / (2 + a - a * a * workers);
    }

    /** The rate at which a²W = 2 + a. */
    static double stabilityLimit(int workers) {
        return (1 + Math.sqrt(1 + 8.0 * workers)) / (2 * workers);
    }

    /** What is left of a series behind its beginning. */
    static double[] from(int first, double[] series) {
        return Arrays.copyOfRange(series, first, series.length);
    }

    /** Σ staleness applied + Σ in flight = T(W − 1), in whole numbers, whatever the law of the times. */
    Finding conservation() {
        double applied = results.runs().stream()
                .flatMapToDouble(run -> DoubleStream.of(run.series("staleness_mean")))
                .sum();
        double inFlight = StreamSupport.stream(
                        results.manifest().at("/sessions/0/runs").spliterator(), false)
                .mapToDouble(run -> run.path("staleness_in_flight").asDouble())
                .sum();
        double updates = results.runs().stream()
                .mapToDouble(run -> run.series("staleness_mean").length)
                .sum();
        return Finding.exact("Σ applied + Σ in flight", updates * (workers - 1), applied + inFlight, 0.5);
    }

    /** P(τ = k) = (1 − 1/W)^k / W behind the beginning of each run. */
    List<Finding> law(int rest, int blocks, List<Integer> stalenesses) {
        return stalenesses.stream()
                .map(staleness -> {
                    List<double[]> hits = results.runs().stream()
                            .map(run -> DoubleStream.of(from(rest, run.series("staleness_mean")))
                                    .map(value -> value == staleness ? 1 : 0)
                                    .toArray())
                            .toList();
                    MeanEstimate share = MeanEstimate.ofBlocks(hits, blocks);
                    double truth = Math.pow(1 - 1.0 / workers, staleness) / workers;
                    return Finding.scattering(
                            "P(staleness " + staleness + ")", truth, share.mean(), share.standardError());
                })
                .toList();
    }

    /** μ = 1 − 1/W and κ = a/W, from what the server's parameter did in long noisy runs. */
    List<Finding> momentum(double a) {
        return momentum(
                "run",
                ImplicitMomentum.ofPast(
                        results.runs().stream().map(AsynchronousTruths::path).toList(), BLOCK),
                a);
    }

    private List<Finding> momentum(String from, ImplicitMomentum found, double a) {
        return List.of(
                Finding.scattering(
                        "momentum 1 − 1/W, " + from, 1 - 1.0 / workers, found.momentum(), found.momentumError()),
                Finding.scattering("step a/W, " + from, a / workers, found.step(), found.stepError()));
    }

    /**
     * The one parameter of a run after 0, 1, … updates, but for the sign of all: |θ'| is the root of its square, and θ'
     * has the sign of θ if θ·u &lt; θ².
     */
    private static double[] path(RunResult run) {
        double[] squares = run.series("parameter_norm_squared");
        double[] products = run.series("parameter_update_product");
        double[] path = new double[squares.length];
        path[0] = Math.sqrt(squares[0]);
        for (int t = 1; t < path.length; t++) {
            double kept = squares[t - 1] - products[t];
            path[t] = Math.copySign(Math.sqrt(squares[t]), kept * path[t - 1]);
        }
        return path;
    }

    /** E θ_t of the heavy ball whose first step is −aθ₀, over the recorded orders of arrivals, and its momentum. */
    List<Finding> meanPath(double a) {
        double[] truth = ImplicitMomentum.path(a, workers, 1, WINDOW);
        List<Finding> findings = new ArrayList<>();
        for (int updates : UPDATES) {
            findings.add(ordered(
                    "mean path, update " + updates, truth[updates], a, updates, DoubleUnaryOperator.identity()));
        }
        findings.addAll(momentum("orders", descent(results.runs(), WINDOW).momentum(a), a));
        return findings;
    }

    /**
     * That the server's parameter is what the definition makes of the order in which pushes arrived: the loss of a push
     * after some updates of a run without noise, which began at θ = 1 and read θ_{t−τ}.
     */
    Finding inOrder(RunResult run, double a, int updates) {
        double[] path = descent(List.of(run), updates).path(a, 0);
        double[] staleness = run.series("staleness_mean");
        double read = path[updates - 1 - (int) staleness[updates - 1]];
        double greatest = Arrays.stream(path).map(Math::abs).max().orElse(1);
        return Finding.exact(
                "loss " + updates + " of that order",
                read * read / 2,
                run.series("loss")[updates - 1],
                updates * ROUNDOFF * greatest * greatest);
    }

    /** E θ² after {@value #WINDOW} updates from θ = 1 without noise, on both sides of the limit. */
    List<Finding> meanSquares() {
        return SHARES_OF_LIMIT.stream()
                .map(share -> {
                    double a = share * stabilityLimit(workers);
                    double truth = 2
                            * new AsynchronousQuadratic(List.of(1.0), List.of(0.0), List.of(1.0), a, workers, 1)
                                    .trajectory(WINDOW)
                                    .get(WINDOW)
                                    .present();
                    return ordered(
                            "E θ² after " + WINDOW + ", " + share + " lim", truth, a, WINDOW, theta -> theta * theta);
                })
                .toList();
    }

    /** Its standard error is that of theory: the scatter over all orders that there can be. */
    private Finding ordered(String quantity, double truth, double a, int updates, DoubleUnaryOperator figure) {
        OrderedDescent descent = descent(results.runs(), WINDOW);
        double variance = EveryOrder.moments(a, workers, updates, figure).variance();
        return Finding.scattering(
                quantity, truth, descent.mean(a, updates, figure), Math.sqrt(variance / descent.count()));
    }

    private OrderedDescent descent(List<RunResult> runs, int window) {
        return OrderedDescent.of(
                runs.stream().flatMap(run -> results.findArrivals(run).stream()).toList(), window);
    }
}
