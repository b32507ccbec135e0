package org.noisescale.driver.job;

import java.util.concurrent.CompletableFuture;

/** A request to end work early: made once, by any thread, and never taken back. */
public final class StopRequest {
    private final CompletableFuture<Void> made = new CompletableFuture<>();

    /** Makes the request and runs what was registered for it. */
    public void make() {
        made.complete(null);
    }

    /** Whether it was made. */
    public boolean isMade() {
        return made.isDone();
    }

    /** Has an action run when the request is made; at once if it was. */
    public void whenMade(Runnable action) {
        made.thenRun(action);
    }
}
