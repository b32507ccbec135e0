package org.noisescale.driver.job;

import java.util.Optional;
import org.noisescale.driver.job.dataset.DatasetReport;
import org.noisescale.driver.simulation.SimulationPlan;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;

/** Checks before training whether a simulated cluster fits into one executor, and its figures into the driver. */
final class SimulationCheck {
    private SimulationCheck() {}

    /** Throws {@link InputException} if a run is too large to be simulated, or cannot follow the log that it shall. */
    static void require(RunPlan run, Optional<DatasetReport> dataset) {
        TrainingPlan training = run.configuration().training();
        if (training.cluster().synchronization().isReplay()) {
            ReplayLog.read(run);
        }
        training.cluster()
                .pace()
                .drawn()
                .ifPresent(pace -> RecordedTimes.read(pace, training.cluster().workers()));
        if (!training.cluster().isSimulated()) {
            return;
        }
        ParameterLayout layout = ObjectivePlans.of(run, dataset).initialModel().layout();
        long floats = SimulationPlan.floats(training, layout);
        if (floats > SimulationPlan.FLOATS_MAX) {
            throw new InputException("a simulated cluster of "
                    + training.cluster().workers() + " workers and "
                    + layout.length() + " parameters holds up to " + floats + " numbers at once, beyond the "
                    + SimulationPlan.FLOATS_MAX + " that one executor may; take fewer workers or a smaller model ("
                    + run.id() + ")");
        }
        long figures = SimulationPlan.figures(training, layout);
        if (figures > SimulationPlan.FIGURES_MAX) {
            long steps = SimulationPlan.FIGURES_MAX / (figures / training.steps());
            throw new InputException("training.steps must be at most " + steps
                    + " on a simulated cluster with this model, whose figures all come at once, was "
                    + training.steps() + " (" + run.id() + ")");
        }
    }
}
