package org.noisescale.driver.job.trouble;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** Finds what really happened in the pages that Spark writes about it. */
public final class SparkTrouble {
    /** What we throw in tasks, with a message for people. */
    private static final List<String> OURS =
            List.of(RunAbortedException.class.getName() + ": ", InputException.class.getName() + ": ");
    /** Below this, Spark quotes the task's own exception, or says how its executor was lost. */
    private static final String QUOTES_BELOW = "finished unsuccessfully.";

    /** How messages name the loss of an executor, of what it held, or of another party of the run. */
    private static final List<String> LOSSES = List.of(
            RunAbortedException.class.getName(),
            "io.aeron.exceptions.",
            "ExecutorLostFailure",
            "FetchFailed",
            "TaskKilled",
            "TaskResultLost",
            "Could not get barrier",
            "SPARK-24819");

    private SparkTrouble() {}

    /** The reason that one of our workers gave, or what a task died of, or else the first line of Spark's message. */
    public static String inOneLine(@Nullable Throwable trouble) {
        String message = trouble == null ? "" : String.valueOf(trouble.getMessage());
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return findOurs(lines)
                .or(() -> findQuoted(lines))
                .or(() -> lines.stream().findFirst())
                .orElse("Spark gave no reason");
    }

    /**
     * Whether somebody was lost whom Spark may replace; what a task died of by itself, unless it missed another party,
     * would show again.
     */
    public static boolean isLoss(@Nullable Throwable trouble) {
        String message = trouble == null ? "" : String.valueOf(trouble.getMessage());
        return LOSSES.stream().anyMatch(message::contains);
    }

    private static Optional<String> findOurs(List<String> lines) {
        return OURS.stream()
                .flatMap(name -> lines.stream()
                        .filter(line -> line.contains(name))
                        .map(line -> line.substring(line.indexOf(name) + name.length())))
                .findFirst();
    }

    private static Optional<String> findQuoted(List<String> lines) {
        return lines.stream()
                .dropWhile(line -> !line.endsWith(QUOTES_BELOW))
                .skip(1)
                .findFirst();
    }
}
