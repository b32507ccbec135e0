package org.noisescale.parameterserver.process;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.checkpoint.CheckpointFolder;
import picocli.CommandLine.Option;

/** Where a server keeps checkpoints, and how much of them. */
final class CheckpointOptions {
    private static final long BYTES_PER_GIBIBYTE = 1L << 30;

    @Option(
            names = "--checkpoint-dir",
            paramLabel = "DIR",
            description = "Keeps checkpoints of the runs in this folder, which no other server uses; a run that loses"
                    + " the server goes on from them when it is there again, and not from its start (default: keeps"
                    + " none).")
    private @Nullable Path folder;

    @Option(
            names = "--checkpoint-space",
            paramLabel = "GIB",
            defaultValue = "20",
            description =
                    "How much all checkpoints may take, in GiB. A run for which there is no room is refused, after"
                            + " those that are not open were removed (default: 20).")
    private double gibibytes;

    @Option(
            names = "--checkpoint-days",
            paramLabel = "DAYS",
            defaultValue = "7",
            description = "After how many days checkpoints of a run that nobody goes on with are removed (default: 7).")
    private double days;

    CheckpointOptions() {}

    /** Takes the folder, if one is named; throws {@link IllegalArgumentException} with one line if that cannot be. */
    Optional<CheckpointFolder> open() {
        requirePositive("--checkpoint-space", gibibytes);
        requirePositive("--checkpoint-days", days);
        Path named = folder;
        if (named == null) {
            return Optional.empty();
        }
        CheckpointFolder.Limits limits = new CheckpointFolder.Limits(
                Math.round(gibibytes * BYTES_PER_GIBIBYTE),
                Duration.ofSeconds(Math.round(days * Duration.ofDays(1).toSeconds())));
        try {
            return Optional.of(CheckpointFolder.open(named, limits, Clock.systemUTC()));
        } catch (IOException e) {
            throw new IllegalArgumentException("--checkpoint-dir " + named + ": " + reason(e), e);
        }
    }

    private static void requirePositive(String option, double value) {
        if (!(value > 0) || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(option + " must be more than 0, was " + value);
        }
    }

    private static String reason(IOException trouble) {
        return trouble instanceof FileSystemException system
                ? "cannot be used: " + trouble.getClass().getSimpleName() + " " + system.getFile()
                : String.valueOf(trouble.getMessage());
    }
}
