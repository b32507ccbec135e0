package org.noisescale.driver.job;

import org.noisescale.driver.results.StalenessReport;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/** What a run leaves of the order of its pushes: how stale they were, and the order itself. */
record Arrivals(StalenessReport staleness, RecordedArrivals recorded) {}
