package org.noisescale.driver.job;

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
 */
record Arrivals(StalenessReport staleness, RecordedArrivals recorded, ParameterPath path) {
    static Arrivals of(SimulatedRun run) {
        return new Arrivals(run.staleness(), run.arrivals(), run.path());
    }
}
