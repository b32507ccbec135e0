package org.noisescale.worker.pace;

import java.io.Serializable;
import java.util.List;
import org.noisescale.worker.dataset.CounterRandom;

/**
 * The law of a duration in seconds. A draw is a pure function of a key and a counter, with the same bits everywhere.
 */
public sealed interface ServiceTime extends Serializable {
    /** A microsecond, since simulated clocks count nanoseconds. */
    double MEAN_MIN = 1e-6;

    /** About four months. */
    double MEAN_MAX = 1e7;

    /** Draw {@code counter} of a key. */
    double seconds(long key, long counter);

    /** The expectation. */
    double mean();

    /** The law of one worker, where each has its own. */
    default ServiceTime of(int worker) {
        return this;
    }

    private static void requireMean(double mean) {
        if (!(mean >= MEAN_MIN && mean <= MEAN_MAX)) {
            throw new IllegalArgumentException("mean must be in [" + MEAN_MIN + ", " + MEAN_MAX + "], was " + mean);
        }
    }

    /** Always the same. */
    record Constant(double mean) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Checks the range. */
        public Constant {
            requireMean(mean);
        }

        @Override
        public double seconds(long key, long counter) {
            return mean;
        }
    }

    /** Without memory: rate 1/mean. */
    record Exponential(double mean) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Checks the range. */
        public Exponential {
            requireMean(mean);
        }

        @Override
        public double seconds(long key, long counter) {
            return mean * standard(key, counter);
        }

        static double standard(long key, long counter) {
            return -StrictMath.log(1 - CounterRandom.unit(key, counter));
        }
    }

    /**
     * A least time and an exponential one on top.
     *
     * @param mean of both together
     * @param least part of it, in [0, mean]
     */
    record ShiftedExponential(double mean, double least) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Checks the ranges. */
        public ShiftedExponential {
            requireMean(mean);
            if (!(least >= 0 && least <= mean)) {
                throw new IllegalArgumentException("least must be in [0, mean], was " + least);
            }
        }

        @Override
        public double seconds(long key, long counter) {
            return least + (mean - least) * Exponential.standard(key, counter);
        }
    }

    /**
     * Heavy tails: P(T &gt; t) = (m/t)^shape for t &gt; m = mean·(shape − 1)/shape.
     *
     * @param shape greater than 1; the variance is finite above 2
     */
    record Pareto(double mean, double shape) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Checks the ranges. */
        public Pareto {
            requireMean(mean);
            if (!(shape > 1 && shape <= 1000)) {
                throw new IllegalArgumentException("shape must be greater than 1 and at most 1000, was " + shape);
            }
        }

        @Override
        public double seconds(long key, long counter) {
            return mean * (shape - 1) / shape * StrictMath.pow(1 - CounterRandom.unit(key, counter), -1 / shape);
        }
    }

    /**
     * The exponential of a normal number.
     *
     * @param deviation the standard deviation of the logarithm, in (0, 5]
     */
    record Lognormal(double mean, double deviation) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Checks the ranges. */
        public Lognormal {
            requireMean(mean);
            if (!(deviation > 0 && deviation <= 5)) {
                throw new IllegalArgumentException("deviation must be in (0, 5], was " + deviation);
            }
        }

        @Override
        public double seconds(long key, long counter) {
            double normal = CounterRandom.gaussian(key, counter);
            return mean * StrictMath.exp(deviation * normal - deviation * deviation / 2);
        }
    }

    /**
     * What was measured, one after the other and again from the front, from a place that the key determines.
     *
     * @param seconds at least one, each positive
     */
    record Trace(List<Double> seconds) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Checks that there are durations. */
        public Trace {
            seconds = List.copyOf(seconds);
            if (seconds.isEmpty()) {
                throw new IllegalArgumentException("seconds must have at least one duration, had none");
            }
            seconds.forEach(ServiceTime::requireMean);
        }

        @Override
        public double seconds(long key, long counter) {
            long first = CounterRandom.below(seconds.size(), key, 0);
            return seconds.get((int) ((first + counter) % seconds.size()));
        }

        @Override
        public double mean() {
            return seconds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }
    }

    /**
     * What each worker of another run took, as the log of that run says.
     *
     * @param path of the log
     * @param workers the durations of each worker; empty until the log is read, before which nothing can be drawn
     */
    record Recorded(String path, List<Trace> workers) implements ServiceTime {
        private static final long serialVersionUID = 1;

        /** Keeps a copy of the list. */
        public Recorded {
            workers = List.copyOf(workers);
        }

        /** A log that is still to be read. */
        public Recorded(String path) {
            this(path, List.of());
        }

        @Override
        public Trace of(int worker) {
            if (worker >= workers.size()) {
                throw new IllegalStateException("worker " + worker + " must be in the log " + path + ", of which "
                        + workers.size() + " workers were read");
            }
            return workers.get(worker);
        }

        @Override
        public double seconds(long key, long counter) {
            throw new IllegalStateException("each worker has a law of its own");
        }

        @Override
        public double mean() {
            return workers.stream().mapToDouble(Trace::mean).average().orElse(Double.NaN);
        }
    }
}
