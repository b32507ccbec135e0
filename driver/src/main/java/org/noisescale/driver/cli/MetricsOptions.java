package org.noisescale.driver.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.metrics.MetricsServer;
import picocli.CommandLine.Option;

/** Where a process answers Prometheus, if it is asked to. */
final class MetricsOptions {
    private static final int PORT_MAX = 65_535;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Answer Prometheus at /metrics on this port, and /health and /ready; 0 for any free one.")
    private @Nullable Integer port;

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            description = "The address to listen on for --metrics-port (default: ${DEFAULT-VALUE}, this machine only).")
    private String host = "127.0.0.1";

    /**
     * Listens; empty if nobody asked for it.
     *
     * @throws InputException if that is not possible
     */
    Optional<MetricsServer> open() {
        if (port == null) {
            return Optional.empty();
        }
        if (port < 0 || port > PORT_MAX) {
            throw new InputException("--metrics-port must be in [0, " + PORT_MAX + "], was " + port);
        }
        try {
            return Optional.of(new MetricsServer(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new InputException("--metrics-host " + host + " is not known; give an address of this machine", e);
        } catch (IOException e) {
            throw new InputException(
                    "--metrics-port " + port + " on " + host + " cannot be used: " + e.getMessage()
                            + "; choose another one, or 0 for any that is free",
                    e);
        }
    }
}
