package org.noisescale.parameterserver.synchronization;

import java.util.BitSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** Workers under a rule, in virtual time, with nothing to compute. Durations are drawn from a uniform number each. */
final class VirtualCluster {
    private final Synchronizer synchronizer;
    private final SplittableRandom random;
    private final DoubleUnaryOperator duration;
    private final NavigableMap<Double, Integer> arrivals = new TreeMap<>();
    private final BitSet cancelled = new BitSet();
    private double clock;

    /** Everybody at work at time 0. */
    VirtualCluster(SynchronizationPolicy policy, int workers, long seed, DoubleUnaryOperator duration) {
        synchronizer = new Synchronizer(policy, workers);
        this.duration = duration;
        random = new SplittableRandom(seed);
        letGo();
    }

    /** Mean 1. */
    static double exponential(double uniform) {
        return -Math.log(1 - uniform);
    }

    /** What decides. */
    Synchronizer synchronizer() {
        return synchronizer;
    }

    /** When the last push arrived. */
    double clock() {
        return clock;
    }

    /** How many workers are at work. */
    int computing() {
        return arrivals.size();
    }

    /** Goes on until there have been so many updates. */
    VirtualCluster runTo(long version) {
        while (synchronizer.version() < version) {
            arrive();
        }
        return this;
    }

    /** Goes on to the next push. */
    void arrive() {
        clock = arrivals.firstKey();
        synchronizer.offer(Objects.requireNonNull(arrivals.remove(clock)));
        if (synchronizer.isDue()) {
            synchronizer.advance(cancelled);
            arrivals.values().removeIf(cancelled::get);
        }
        letGo();
    }

    private void letGo() {
        for (int worker = synchronizer.pollBegin(); worker != Synchronizer.NONE; worker = synchronizer.pollBegin()) {
            double end = clock + duration.applyAsDouble(random.nextDouble());
            while (arrivals.containsKey(end)) {
                end = Math.nextUp(end);
            }
            arrivals.put(end, worker);
        }
    }
}
