package org.noisescale.driver.job;

import java.util.List;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.worker.training.ParameterSnapshot;

/** What the attempt that reached the end of a run leaves behind. */
final class CompletedRun {
    private final RunSummary summary;
    private final float[] parameters;
    private final List<ParameterSnapshot> snapshots;

    CompletedRun(RunSummary summary, float[] parameters, List<ParameterSnapshot> snapshots) {
        this.summary = summary;
        this.parameters = parameters;
        this.snapshots = List.copyOf(snapshots);
    }

    RunSummary summary() {
        return summary;
    }

    /** What was evaluated at the end: the parameters or their average; shared, not a copy. */
    float[] parameters() {
        return parameters;
    }

    /** The parameters at the versions that were to be kept. */
    List<ParameterSnapshot> snapshots() {
        return snapshots;
    }
}
