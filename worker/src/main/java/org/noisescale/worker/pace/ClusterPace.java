package org.noisescale.worker.pace;

import java.io.Serializable;
import java.util.List;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * How fast the workers of a simulated cluster are, and its network. Every worker has a stream of random numbers of its
 * own, so that what one draws does not depend on how often another one does.
 *
 * @param compute the time of one gradient of one worker
 * @param perWorker by what each worker's time is multiplied; empty for 1 everywhere
 * @param network what lies between worker and server
 */
public record ClusterPace(ServiceTime compute, List<Double> perWorker, Network network) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final long COMPUTE = 11;
    private static final long NETWORK = 12;
    private static final double NS_PER_SECOND = 1e9;
    /** Three years: heavy tails may give anything, and clocks must not run out. */
    private static final double SECONDS_MAX = 1e8;

    private static final double FACTOR_MIN = 1e-3;
    private static final double FACTOR_MAX = 1e6;

    /** Checks the factors. */
    public ClusterPace {
        perWorker = List.copyOf(perWorker);
        for (double factor : perWorker) {
            if (!(factor >= FACTOR_MIN && factor <= FACTOR_MAX)) {
                throw new IllegalArgumentException(
                        "perWorker must have factors in [" + FACTOR_MIN + ", " + FACTOR_MAX + "], had " + factor);
            }
        }
    }

    /**
     * A link of its own between each worker and the server: a message takes the latency and the time that its bytes
     * need; messages do not hinder each other.
     *
     * @param latency seconds one way, from 0
     * @param bandwidth bytes a second; 0 means that bytes take no time
     * @param exponential whether latencies are drawn from an exponential law with that mean
     */
    public record Network(double latency, double bandwidth, boolean exponential) implements Serializable {
        /** No time at all. */
        public static final Network NONE = new Network(0, 0, false);

        private static final long serialVersionUID = 1;

        /** Checks the ranges. */
        public Network {
            if (!(latency >= 0 && latency <= ServiceTime.MEAN_MAX)) {
                throw new IllegalArgumentException(
                        "latency must be in [0, " + ServiceTime.MEAN_MAX + "], was " + latency);
            }
            if (!(bandwidth >= 0 && bandwidth < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("bandwidth must be at least 0 and finite, was " + bandwidth);
            }
        }

        private double seconds(long key, long counter, long bytes) {
            double drawn = exponential ? latency * ServiceTime.Exponential.standard(key, counter) : latency;
            return drawn + (bandwidth == 0 ? 0 : bytes / bandwidth);
        }
    }

    /** The same with another law. */
    public ClusterPace with(ServiceTime law) {
        return new ClusterPace(law, perWorker, network);
    }

    /**
     * From the moment at which the server lets a worker go to the one at which its push arrives, in nanoseconds.
     *
     * @param seed of the run
     * @param turn how often the worker was let go before
     * @param steps how many gradients it computes before it pushes
     * @param bytes of the parameters, which travel there and back
     */
    public long turnNs(long seed, int worker, long turn, int steps, long bytes) {
        double factor = perWorker.isEmpty() ? 1 : perWorker.get(worker);
        ServiceTime law = compute.of(worker);
        long computeKey = key(seed, COMPUTE, worker);
        double seconds = 0;
        for (int step = 0; step < steps; step++) {
            seconds += factor * law.seconds(computeKey, turn * steps + step);
        }
        if (!network.equals(Network.NONE)) {
            long networkKey = key(seed, NETWORK, worker);
            seconds += network.seconds(networkKey, 2 * turn, bytes) + network.seconds(networkKey, 2 * turn + 1, bytes);
        }
        return Math.max(1, Math.round(Math.min(seconds, SECONDS_MAX) * NS_PER_SECOND));
    }

    private static long key(long seed, long kind, int worker) {
        return CounterRandom.derive(CounterRandom.derive(seed, kind), worker);
    }
}
