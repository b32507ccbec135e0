package org.noisescale.driver.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** Finds what really happened in the pages that Spark writes about it. */
final class SparkTrouble {
    private static final String ABORTED = RunAbortedException.class.getName() + ": ";

    private SparkTrouble() {}

    /** The reason that one of our workers gave, or else the first line of Spark's message. */
    static String inOneLine(@Nullable Throwable trouble) {
        String message = trouble == null ? "" : String.valueOf(trouble.getMessage());
        Optional<String> ours = message.lines()
                .filter(line -> line.contains(ABORTED))
                .map(line -> line.substring(line.indexOf(ABORTED) + ABORTED.length()))
                .findFirst();
        return ours.orElseGet(() -> message.lines().findFirst().orElse("Spark gave no reason"));
    }
}
