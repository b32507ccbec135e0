package org.noisescale.driver.job.dataset;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.noisescale.driver.study.InputException;

/** Asks Spark for something that a user's input may make impossible; its exceptions are checked ones in disguise. */
final class SparkAttempt {
    private SparkAttempt() {}

    /**
     * What the action answers.
     *
     * @param place what the user named
     * @throws InputException in one line, if the action fails
     */
    static <T> T at(String place, Supplier<T> action) {
        try {
            return CompletableFuture.supplyAsync(action, Runnable::run).join();
        } catch (CompletionException e) {
            throw refusal(place, e.getCause() == null ? e : e.getCause());
        }
    }

    /** Whether the action can be done. */
    static boolean succeeds(Supplier<?> action) {
        return !CompletableFuture.supplyAsync(action, Runnable::run).isCompletedExceptionally();
    }

    private static InputException refusal(String place, Throwable cause) {
        if (cause instanceof InputException refused) {
            return refused;
        }
        String reason = String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no reason given");
        return new InputException(place + ": cannot be read (" + reason + ")", cause);
    }
}
