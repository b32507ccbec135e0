package org.noisescale.driver.analysis.asynchrony;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Asynchronous descent without noise on one parameter, θ ← θ − a r_w, r_w ← θ, from θ = 1, over every order of so many
 * pushes, of which exponential workers make one as likely as the other. Cost: W^(updates − 1) orders, since it does not
 * matter who is first.
 */
public final class EveryOrder {
    private static final double ORDERS_MAX = 1 << 24;

    private final double a;
    private final DoubleUnaryOperator figure;
    private final double[] read;
    private double sum;
    private double squares;

    private EveryOrder(double a, int workers, DoubleUnaryOperator figure) {
        this.a = a;
        this.figure = figure;
        read = new double[workers];
        Arrays.fill(read, 1);
    }

    /** Mean and variance of a figure over all orders. */
    public record Moments(double mean, double variance) {}

    /**
     * Mean and variance of a figure of θ after some updates.
     *
     * @param updates at least 1, few enough for some ten million orders
     */
    public static Moments moments(double a, int workers, int updates, DoubleUnaryOperator figure) {
        double orders = Math.pow(workers, updates - 1.0);
        if (updates < 1 || orders > ORDERS_MAX) {
            throw new IllegalArgumentException("updates must be at least 1, and W^(updates - 1) at most " + ORDERS_MAX
                    + ", was " + updates + " with " + workers + " workers");
        }
        EveryOrder every = new EveryOrder(a, workers, figure);
        every.read[0] = 1 - a;
        every.follow(1 - a, updates - 1);
        double mean = every.sum / orders;
        return new Moments(mean, every.squares / orders - mean * mean);
    }

    private void follow(double theta, int left) {
        if (left == 0) {
            double value = figure.applyAsDouble(theta);
            sum += value;
            squares += value * value;
            return;
        }
        for (int worker = 0; worker < read.length; worker++) {
            double held = read[worker];
            double next = theta - a * held;
            read[worker] = next;
            follow(next, left - 1);
            read[worker] = held;
        }
    }
}
