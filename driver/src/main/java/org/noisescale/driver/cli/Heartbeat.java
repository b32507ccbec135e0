package org.noisescale.driver.cli;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Calls an action at equal intervals, on a thread of its own that does not keep the process alive. */
final class Heartbeat implements AutoCloseable {
    private final Timer timer = new Timer("heartbeat", true);

    Heartbeat(Duration interval, Runnable action) {
        TimerTask beat = new TimerTask() {
            @Override
            public void run() {
                action.run();
            }
        };
        timer.schedule(beat, interval.toMillis(), interval.toMillis());
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
