package org.noisescale.parameterserver.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.control.Token;
import org.noisescale.parameterserver.diagnosis.Checkup;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** For what a machine is looked at. */
public final class CheckupOptions {
    private static final int WORKERS = 2;
    private static final int SHARDS = 1;
    private static final int WORKERS_MAX = 1 << 12;

    private @Nullable Integer workers;
    private @Nullable Integer shards;

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "A server that is to be reached from here. May be repeated.")
    private final List<String> servers = new ArrayList<>();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:NOISESCALE_TOKEN_FILE}",
            description = "The token that the servers ask for (default: the file that the environment variable"
                    + " NOISESCALE_TOKEN_FILE names).")
    private @Nullable Path tokenFile;

    private CommandSpec command = CommandSpec.create();

    /** Two workers and a shard. */
    public CheckupOptions() {}

    @Option(names = "--workers", paramLabel = "N", description = "Workers of a run (default: 2).")
    void workers(int count) {
        workers = count;
    }

    @Option(names = "--shards", paramLabel = "N", description = "Shards of a run, of all servers (default: 1).")
    void shards(int count) {
        shards = count;
    }

    @Spec(Spec.Target.MIXEE)
    void command(CommandSpec mixee) {
        command = mixee;
    }

    /** What is asked for; throws {@link ParameterException} if that is wrong. */
    public Checkup checkup() {
        return checkup(new Checkup(WORKERS, SHARDS, List.of(), Optional.empty()));
    }

    /** The same, with what somebody else knows where it is not said here. */
    public Checkup checkup(Checkup known) {
        return new Checkup(
                within("--workers", workers == null ? known.workers() : workers, WORKERS_MAX),
                within("--shards", shards == null ? known.shards() : shards, RunChannels.SHARDS_MAX),
                servers.isEmpty()
                        ? known.servers()
                        : servers.stream().map(this::address).toList(),
                token());
    }

    private int within(String option, int count, int max) {
        if (count < 1 || count > max) {
            throw refused(option + " must be from 1 to " + max + ", was " + count, null);
        }
        return count;
    }

    private ServerAddress address(String text) {
        return ServerAddress.find(text)
                .orElseThrow(() -> refused(
                        "--server must be HOST:PORT with a port from 1 to " + ServerAddress.PORT_MAX + ", was " + text,
                        null));
    }

    private Optional<Token> token() {
        try {
            return Optional.ofNullable(tokenFile).map(TokenFile::read);
        } catch (IllegalArgumentException e) {
            throw refused("--token-file: " + e.getMessage(), e);
        }
    }

    private ParameterException refused(String message, @Nullable Exception cause) {
        return new ParameterException(command.commandLine(), message, cause);
    }
}
