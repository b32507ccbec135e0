package org.noisescale.driver.cli;

import java.util.List;
import org.noisescale.driver.study.RunPlan;

/** How long a study still takes if its steps go on as they went so far; used by one thread. */
final class RemainingTime {
    /** From fewer steps nothing can be told: the first are slow, because everything is used for the first time. */
    private static final long STEPS_MIN = 20;

    private final long steps;
    private final long startNs = System.nanoTime();
    private long done;

    /** Of so many steps in all. */
    RemainingTime(long steps) {
        this.steps = steps;
    }

    static RemainingTime of(List<RunPlan> runs) {
        return new RemainingTime(runs.stream()
                .mapToLong(run -> run.configuration().training().steps())
                .sum());
    }

    void onStep() {
        done++;
    }

    /** NaN as long as it cannot be told. */
    double seconds() {
        double elapsed = (System.nanoTime() - startNs) / 1e9;
        return done < STEPS_MIN ? Double.NaN : elapsed / done * (steps - done);
    }
}
