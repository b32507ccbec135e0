package org.noisescale.driver.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.WorkerMetrics;
import org.noisescale.driver.study.InputException;
import picocli.CommandLine.Option;

/** Where executors answer Prometheus, if they are asked to. */
final class WorkerMetricsOptions {
    @Option(
            names = "--worker-metrics-port",
            paramLabel = "PORT",
            description =
                    "Have every executor answer Prometheus at /metrics on this port, or the next that is free, and"
                            + " /health and /ready; 0 for any. The driver's --metrics-port then lists them at /targets.")
    private @Nullable Integer port;

    @Option(
            names = "--worker-metrics-host",
            paramLabel = "HOST",
            description = "The address that executors listen on for --worker-metrics-port (default: ${DEFAULT-VALUE},"
                    + " the executor's machine only; 0.0.0.0 for all addresses).")
    private String host = "127.0.0.1";

    /** Where; empty if nobody asked for it. */
    Optional<WorkerMetrics> place() {
        try {
            return Optional.ofNullable(port).map(number -> new WorkerMetrics(host, number));
        } catch (IllegalArgumentException e) {
            throw new InputException("--worker-metrics-" + e.getMessage(), e);
        }
    }
}
