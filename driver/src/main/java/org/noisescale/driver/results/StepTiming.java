package org.noisescale.driver.results;

import java.util.List;
import java.util.Locale;

/**
 * What bounded a step: its critical path leads through the worker whose gradients came last, the shard that was
 * busiest, and back to the worker.
 *
 * @param slowestWorker who had computed and pushed last
 * @param computeSeconds of that worker
 * @param pushSeconds of that worker
 * @param aggregateSeconds how long the busiest shard worked on the step, as far as the worker waited for it
 * @param pullSeconds the rest of the worker's wait for the new parameters
 * @param waitSeconds how long the first worker to be done waited for the slowest one
 */
public record StepTiming(
        long step,
        int slowestWorker,
        double computeSeconds,
        double pushSeconds,
        double aggregateSeconds,
        double pullSeconds,
        double waitSeconds) {

    /** The parts of the critical path. */
    public enum Part {
        COMPUTE,
        PUSH,
        AGGREGATE,
        PULL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The part that took longest. */
    public Part boundBy() {
        List<Double> seconds = List.of(computeSeconds, pushSeconds, aggregateSeconds, pullSeconds);
        int longest = 0;
        for (int i = 1; i < seconds.size(); i++) {
            longest = seconds.get(i) > seconds.get(longest) ? i : longest;
        }
        return Part.values()[longest];
    }
}
