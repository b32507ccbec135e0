package org.noisescale.parameterserver.control;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a server tells a driver of something that it could not do. */
final class Reasons {
    private Reasons() {}

    /** One line: the message where it was written for that, or else what happened. */
    static String of(@Nullable Throwable trouble) {
        if (trouble instanceof TimeoutException) {
            return "another driver has it open";
        }
        if (trouble instanceof IllegalArgumentException || trouble instanceof UncheckedIOException) {
            return String.valueOf(trouble.getMessage());
        }
        return String.valueOf(trouble);
    }
}
