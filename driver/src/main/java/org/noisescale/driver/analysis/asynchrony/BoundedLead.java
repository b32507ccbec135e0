package org.noisescale.driver.analysis.asynchrony;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The rate of W exponential workers of which none may be more than s iterations ahead of the slowest (SSP), exactly.
 * How many workers are 0, 1, …, s + 1 iterations ahead is a Markov chain: each of those that are at most s ahead goes
 * one further at rate 1, and when the last of the slowest has moved all count one less. Its stationary distribution,
 * found by iteration, gives the mean share of workers that are not waiting.
 *
 * <p>Cost: C(W + s, s + 1) states of s + 2 numbers, some thousand passes over them.
 */
public final class BoundedLead {
    private static final int STATES_MAX = 12_000;
    private static final int PASSES_MAX = 50_000;
    private static final int PASSES_BETWEEN = 100;
    private static final double TOLERANCE = 1e-7;

    private final int workers;
    private final int levels;
    private final Map<List<Integer>, Integer> indices = new HashMap<>();
    private final List<List<Integer>> states = new ArrayList<>();
    private final List<int[]> counts = new ArrayList<>();

    private BoundedLead(int workers, int levels) {
        this.workers = workers;
        this.levels = levels;
    }

    /** Iterations per worker in the mean time of one; empty if there are too many states. */
    public static OptionalDouble rate(int workers, long bound) {
        if (stateCount(workers, bound) > STATES_MAX) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(new BoundedLead(workers, (int) bound + 2).busyAtRest());
    }

    /** C(W + s, s + 1), or more than is allowed. */
    private static double stateCount(int workers, long bound) {
        double count = 1;
        for (long i = 1; i <= bound + 1 && count <= STATES_MAX; i++) {
            count *= (workers - 1.0 + i) / i;
        }
        return count;
    }

    private double busyAtRest() {
        List<Integer> together = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            together.add(level == 0 ? workers : 0);
        }
        index(together);
        List<int[]> targets = new ArrayList<>();
        for (int state = 0; state < states.size(); state++) {
            targets.add(targets(states.get(state)));
        }
        double[] shares = new double[states.size()];
        shares[0] = 1;
        double rate = 0;
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            shares = next(shares, targets);
            if (pass % PASSES_BETWEEN == 0) {
                double now = busy(shares);
                if (Math.abs(now - rate) < TOLERANCE) {
                    return now;
                }
                rate = now;
            }
        }
        return rate;
    }

    private int index(List<Integer> state) {
        Integer known = indices.putIfAbsent(state, states.size());
        if (known == null) {
            states.add(state);
            counts.add(state.stream().mapToInt(Integer::intValue).toArray());
            return states.size() - 1;
        }
        return known;
    }

    /** Where a state goes when somebody of a level moves, by level but the last. */
    private int[] targets(List<Integer> state) {
        int[] targets = new int[levels - 1];
        for (int level = 0; level < levels - 1; level++) {
            targets[level] = state.get(level) == 0 ? 0 : index(moved(state, level));
        }
        return targets;
    }

    private static List<Integer> moved(List<Integer> state, int level) {
        List<Integer> moved = new ArrayList<>(state);
        moved.set(level, state.get(level) - 1);
        moved.set(level + 1, state.get(level + 1) + 1);
        if (moved.get(0) == 0) {
            moved.remove(0);
            moved.add(0);
        }
        return moved;
    }

    /** A step of the chain that is looked at at rate W. */
    private double[] next(double[] shares, List<int[]> targets) {
        double[] next = new double[shares.length];
        for (int from = 0; from < shares.length; from++) {
            int[] state = counts.get(from);
            int[] to = targets.get(from);
            double each = shares[from] / workers;
            next[from] += each * state[levels - 1];
            for (int level = 0; level < levels - 1; level++) {
                next[to[level]] += each * state[level];
            }
        }
        return next;
    }

    private double busy(double[] shares) {
        double waiting = 0;
        for (int state = 0; state < shares.length; state++) {
            waiting += shares[state] * counts.get(state)[levels - 1];
        }
        return 1 - waiting / workers / Arrays.stream(shares).sum();
    }
}
