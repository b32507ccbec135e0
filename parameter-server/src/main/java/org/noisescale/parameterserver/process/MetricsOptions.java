package org.noisescale.parameterserver.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.metrics.MetricsServer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a process answers Prometheus, if it is asked to. */
public final class MetricsOptions {
    private static final int PORT_MAX = 65_535;

    private @Nullable Integer port;
    private String host = "127.0.0.1";

    private CommandSpec command = CommandSpec.create();

    /** Nobody asks yet. */
    public MetricsOptions() {}

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Answer Prometheus at /metrics on this port, and /health and /ready; 0 for any free one.")
    void port(int number) {
        port = number;
    }

    @Option(
            names = "--metrics-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on for --metrics-port (default: ${DEFAULT-VALUE}, this machine only).")
    void host(String name) {
        host = name;
    }

    @Spec(Spec.Target.MIXEE)
    void command(CommandSpec mixee) {
        command = mixee;
    }

    /**
     * Listens; empty if nobody asked for it.
     *
     * @throws ParameterException if that is not possible
     */
    public Optional<MetricsServer> open() {
        if (port == null) {
            return Optional.empty();
        }
        if (port < 0 || port > PORT_MAX) {
            throw refused("--metrics-port must be in [0, " + PORT_MAX + "], was " + port, null);
        }
        try {
            return Optional.of(new MetricsServer(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw refused("--metrics-host " + host + " is not known; give an address of this machine", e);
        } catch (IOException e) {
            throw refused(
                    "--metrics-port " + port + " on " + host + " cannot be used: " + e.getMessage()
                            + "; choose another one, or 0 for any that is free",
                    e);
        }
    }

    private ParameterException refused(String message, @Nullable Exception cause) {
        return new ParameterException(command.commandLine(), message, cause);
    }
}
