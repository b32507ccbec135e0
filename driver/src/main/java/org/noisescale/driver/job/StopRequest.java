package org.noisescale.driver.job;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A request to end work early: made once, by any thread, and never taken back. */
public final class StopRequest {
    private final AtomicBoolean made = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> action = new AtomicReference<>();

    /** Makes the request, and stops the work in progress in the way that was said. */
    public void make() {
        made.set(true);
        runAction();
    }

    /** Whether it was made. */
    public boolean isMade() {
        return made.get();
    }

    /** Says how the work in progress is stopped, which happens at once if the request was made before. */
    public void stopWith(Runnable stop) {
        action.set(stop);
        if (isMade()) {
            runAction();
        }
    }

    private void runAction() {
        Runnable stop = action.getAndSet(null);
        if (stop != null) {
            stop.run();
        }
    }
}
