package org.noisescale.driver.cli;

import java.util.List;
import org.noisescale.driver.bench.PushPullPlan;
import picocli.CommandLine.Option;

/** Whether the workers of rounds are threads or processes. */
final class BenchPlacement {
    @Option(
            names = "--processes",
            description = "Each worker in a JVM of its own, as executors of a cluster are; otherwise threads.")
    private boolean processes;

    /** The command line of a worker's process; empty for a thread. */
    List<String> command(PushPullPlan plan, int rank, String folder) {
        return processes ? BenchWorkerCommand.arguments(plan, rank, folder) : List.of();
    }
}
