package org.noisescale.parameterserver.process;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.checkpoint.CheckpointFolder;
import org.noisescale.parameterserver.control.RunServer;
import org.noisescale.parameterserver.control.ServerWatch;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.metrics.MachineName;
import org.noisescale.parameterserver.metrics.MetricsServer;
import org.noisescale.parameterserver.metrics.ServerMeters;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code noisescale serve}. */
@Command(
        name = "serve",
        description = "Hosts shards of any number of runs until it is stopped; studies name it with the key server.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration PORT_PATIENCE = Duration.ofSeconds(5);
    /** Those of a server: messages to it, and messages from it. */
    private static final int PORTS = 2;

    private String listen = "";
    private int shards = 1;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Serves only drivers that know the token in this file (default: serves anybody).")
    private @Nullable Path tokenFile;

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final MetricsOptions metricsOptions = new MetricsOptions();

    private CommandSpec spec = CommandSpec.create();

    /** A command with its defaults. */
    public ServeCommand() {}

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "HOST:PORT",
            description = "An address of this machine (0.0.0.0 for all) and the first of two UDP ports.")
    void listen(String address) {
        listen = address;
    }

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "1",
            description = "Shards of each run, each with a thread of its own (default: 1).")
    void shards(int count) {
        shards = count;
    }

    @Spec
    void specification(CommandSpec specification) {
        spec = specification;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerAddress address = address();
        if (shards < 1 || shards > RunChannels.SHARDS_MAX) {
            throw refused("--shards must be from 1 to " + RunChannels.SHARDS_MAX + ", was " + shards);
        }
        Optional<Token> token = token();
        Optional<CheckpointFolder> folder = checkpointFolder();
        Optional<MetricsServer> metrics = metricsOptions.open();
        try (Termination termination = new Termination();
                AeronNode node = openNode();
                RunServer server = new RunServer(address, shards, token, node, folder, watch(metrics))) {
            termination.watch();
            metrics.ifPresent(open -> open.ready(true));
            announce(server.address(), token);
            metrics.ifPresent(open -> out().println("Metrics at " + open.url()));
            return serve(termination, node);
        } finally {
            metrics.ifPresent(MetricsServer::close);
        }
    }

    /** Until it is asked to end, or its media driver is gone: whoever keeps it running starts it with the next one. */
    private int serve(Termination termination, AeronNode node) throws InterruptedException {
        while (!termination.await(LOOK_EVERY)) {
            if (node.isLost()) {
                spec.commandLine().getErr().println("noisescale: " + node.loss() + "; start the server again with it");
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        return INTERRUPTED;
    }

    private AeronNode openNode() {
        try {
            return AeronNode.open();
        } catch (RunAbortedException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private Optional<CheckpointFolder> checkpointFolder() {
        try {
            return checkpoints.open();
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static ServerWatch watch(Optional<MetricsServer> metrics) {
        return metrics.<ServerWatch>map(open -> new ServerMeters(open.registry()).withDrivers())
                .orElse(ServerWatch.NONE);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void announce(ServerAddress address, Optional<Token> token) {
        PrintWriter out = out();
        out.println("Serving on " + address + " (UDP ports " + address.port() + " and " + (address.port() + 1) + "), "
                + shards + (shards == 1 ? " shard" : " shards") + " for each run, "
                + (token.isPresent() ? "for drivers with the token" : "for any driver") + ". "
                + name(address) + "Ctrl-C ends it.");
        out.flush();
    }

    /** All addresses of a machine are nothing that a study could name. */
    private static String name(ServerAddress address) {
        try {
            return InetAddress.getByName(address.host()).isAnyLocalAddress()
                    ? "Studies name it " + MachineName.find() + ":" + address.port() + ". "
                    : "";
        } catch (UnknownHostException unresolved) {
            return "";
        }
    }

    private ServerAddress address() throws InterruptedException {
        ServerAddress address = ServerAddress.find(listen)
                .orElseThrow(() -> refused("--listen must be HOST:PORT with a port from 1 to " + ServerAddress.PORT_MAX
                        + ", was " + listen));
        for (int i = 0; i < PORTS; i++) {
            requireFree(address, address.port() + i);
        }
        return address;
    }

    /**
     * Aeron would say the same, but only in its log. A media driver of several processes keeps the ports of a server
     * that was killed until it notices.
     */
    private void requireFree(ServerAddress address, int port) throws InterruptedException {
        Duration patience = AeronNode.isStandalone() ? PORT_PATIENCE : Duration.ZERO;
        long deadlineNs = System.nanoTime() + patience.toNanos();
        Optional<String> trouble = findTrouble(address, port);
        while (trouble.isPresent() && System.nanoTime() - deadlineNs < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            trouble = findTrouble(address, port);
        }
        trouble.ifPresent(reason -> {
            throw refused("--listen " + address + ": UDP port " + port + " cannot be used: " + reason);
        });
    }

    private static Optional<String> findTrouble(ServerAddress address, int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getByName(address.host()))) {
            return socket.isBound() ? Optional.empty() : Optional.of("it cannot be bound");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Token> token() {
        try {
            return Optional.ofNullable(tokenFile).map(TokenFile::read);
        } catch (IllegalArgumentException e) {
            throw refused("--token-file: " + e.getMessage());
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
