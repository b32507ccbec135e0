package org.noisescale.parameterserver.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A place in the queue of those who want the checkpoints of one run. The one before may be a driver that was killed a
 * moment ago, of which the server does not know yet.
 *
 * @param before done when all who came earlier are done
 * @param own done when this one is
 */
record Turn(CompletableFuture<Void> before, CompletableFuture<Void> own) {
    /** Longer than it takes to notice that a driver is gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A turn that comes at once. */
    static Turn atOnce() {
        return new Turn(CompletableFuture.completedFuture(null), new CompletableFuture<>());
    }

    /** Done when it is one's turn; fails if that takes too long. */
    CompletableFuture<Void> comes() {
        return before.copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the next one in, once those before are done. */
    void end() {
        own.complete(null);
    }
}
