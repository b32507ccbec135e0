package org.noisescale.driver.job;

import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.SynchronizationPlan;
import org.noisescale.driver.study.Target;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.RecordedCourse;

/** The log of arrivals that a run follows. */
final class ReplayLog {
    private ReplayLog() {}

    /** Its content, which fits the run; throws {@link org.noisescale.driver.study.InputException}. */
    static RecordedArrivals read(RunPlan run) {
        TrainingPlan training = run.configuration().training();
        SynchronizationPlan synchronization = training.cluster().synchronization();
        long updates = training.target() instanceof Target.None ? training.steps() : 0;
        ArrivalSource source = source(synchronization);
        RecordedArrivals arrivals = source.read();
        try {
            RecordedCourse.requireFit(
                    arrivals,
                    synchronization.rule(),
                    synchronization.policy(),
                    training.cluster().workers(),
                    updates);
            return arrivals;
        } catch (IllegalArgumentException e) {
            throw source.problem(e.getMessage() + " (" + run.id() + ")", e);
        }
    }

    /** The file. */
    static ArrivalSource source(SynchronizationPlan synchronization) {
        return new ArrivalSource("training.replay", synchronization.replay());
    }
}
