package org.noisescale.driver.job;

/**
 * Where executors are to answer Prometheus.
 *
 * @param host an address of every executor's machine, such as 127.0.0.1, or 0.0.0.0 for all of them
 * @param port the first to try; 0 for any that is free
 */
public record WorkerMetrics(String host, int port) {
    /** The highest port. */
    public static final int PORT_MAX = (1 << 16) - 1;

    /** Checks the port. */
    public WorkerMetrics {
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("port must be in [0, " + PORT_MAX + "], was " + port);
        }
    }
}
