package org.noisescale.driver.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code timings.csv}: what bounded each step. It is apart from {@code steps.csv}, because times differ from one
 * training to the next where nothing else does. A step of which a frame was lost has no row.
 */
final class TimingsFile implements AutoCloseable {
    private static final List<String> HEADER = List.of(
            "step",
            "slowest_worker",
            "bound_by",
            "compute_seconds",
            "push_seconds",
            "aggregate_seconds",
            "pull_seconds",
            "wait_seconds");

    private final StepLog log;

    /** Goes on behind a step; what is written of later ones goes. */
    TimingsFile(Path file, long lastKept) throws IOException {
        log = new StepLog(file, HEADER, lastKept);
    }

    void write(StepTiming timing) {
        log.write(List.of(
                Long.toString(timing.step()),
                Integer.toString(timing.slowestWorker()),
                timing.boundBy().toString(),
                Figures.seconds(timing.computeSeconds()),
                Figures.seconds(timing.pushSeconds()),
                Figures.seconds(timing.aggregateSeconds()),
                Figures.seconds(timing.pullSeconds()),
                Figures.seconds(timing.waitSeconds())));
    }

    @Override
    public void close() {
        log.close();
    }
}
