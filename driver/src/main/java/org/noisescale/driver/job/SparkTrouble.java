package org.noisescale.driver.job;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** Finds what really happened in the pages that Spark writes about it. */
final class SparkTrouble {
    private static final String ABORTED = RunAbortedException.class.getName() + ": ";
    /** Below this, Spark quotes the task's own exception, or says how its executor was lost. */
    private static final String QUOTES_BELOW = "finished unsuccessfully.";

    private SparkTrouble() {}

    /** The reason that one of our workers gave, or what a task died of, or else the first line of Spark's message. */
    static String inOneLine(@Nullable Throwable trouble) {
        String message = trouble == null ? "" : String.valueOf(trouble.getMessage());
        List<String> lines = message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return findAborted(lines)
                .or(() -> findQuoted(lines))
                .or(() -> lines.stream().findFirst())
                .orElse("Spark gave no reason");
    }

    private static Optional<String> findAborted(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains(ABORTED))
                .map(line -> line.substring(line.indexOf(ABORTED) + ABORTED.length()))
                .findFirst();
    }

    private static Optional<String> findQuoted(List<String> lines) {
        return lines.stream()
                .dropWhile(line -> !line.endsWith(QUOTES_BELOW))
                .skip(1)
                .findFirst();
    }
}
