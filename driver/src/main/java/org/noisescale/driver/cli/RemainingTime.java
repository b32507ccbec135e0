package org.noisescale.driver.cli;

import java.util.List;
import org.noisescale.driver.study.RunPlan;

/** How long a study still takes if its steps go on as they went so far; used by one thread. */
final class RemainingTime {
    /** The first steps are slow, because everything is used for the first time; they tell nothing of the others. */
    private static final long STEPS_SKIPPED = 20;

    private final long steps;
    private long done;
    private long skippedNs;

    /** Of so many steps in all. */
    RemainingTime(long steps) {
        this.steps = steps;
    }

    static RemainingTime of(List<RunPlan> runs) {
        return new RemainingTime(runs.stream()
                .mapToLong(run -> run.configuration().training().steps())
                .sum());
    }

    /** A step is complete at this time of {@link System#nanoTime}. */
    void onStep(long nowNs) {
        done++;
        skippedNs = done == STEPS_SKIPPED ? nowNs : skippedNs;
    }

    /** NaN as long as it cannot be told. */
    double seconds(long nowNs) {
        long counted = done - STEPS_SKIPPED;
        return counted < STEPS_SKIPPED ? Double.NaN : (nowNs - skippedNs) / 1e9 / counted * (steps - done);
    }
}
