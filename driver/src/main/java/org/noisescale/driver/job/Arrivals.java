package org.noisescale.driver.job;

import java.util.List;
import org.noisescale.driver.results.NoiseBudget;
import org.noisescale.driver.results.ParameterPath;
import org.noisescale.driver.results.StalenessReport;
import org.noisescale.driver.simulation.SimulatedRun;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * What a run leaves of the order of its pushes.
 *
 * @param staleness how stale they were
 * @param recorded the order itself
 * @param path of the parameters, if somebody looked at it
 * @param budgets of the noise, if somebody looked at it
 */
record Arrivals(StalenessReport staleness, RecordedArrivals recorded, ParameterPath path, List<NoiseBudget> budgets) {
    static Arrivals of(SimulatedRun run) {
        return new Arrivals(run.staleness(), run.arrivals(), run.path(), run.budgets());
    }
}
