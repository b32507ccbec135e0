package org.noisescale.driver.cli;

import java.util.List;
import org.noisescale.driver.study.RunPlan;

/** How long a study still takes if its steps go on as they went so far; used by one thread. */
final class RemainingTime {
    /** The first steps are slow, because everything is used for the first time; they tell nothing of the others. */
    private static final long STEPS_SKIPPED = 20;

    private final long steps;
    private long before;
    private long current;
    private long done;
    private long skipped;
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

    /** A run of so many steps begins; the one before is over. */
    void onRun(long stepsOfRun) {
        before += current;
        current = stepsOfRun;
    }

    /** A step of the run, counted from 1, is complete at this time of {@link System#nanoTime}. */
    void onStep(long step, long nowNs) {
        done = Math.max(done, before + step);
        if (skipped == 0 && done >= STEPS_SKIPPED) {
            skipped = done;
            skippedNs = nowNs;
        }
    }

    /** NaN as long as it cannot be told. */
    double seconds(long nowNs) {
        long counted = done - skipped;
        return skipped == 0 || counted < STEPS_SKIPPED
                ? Double.NaN
                : (nowNs - skippedNs) / 1e9 / counted * (steps - done);
    }
}
