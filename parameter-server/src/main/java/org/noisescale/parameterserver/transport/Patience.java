package org.noisescale.parameterserver.transport;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/** How one sender waits for room: it polls and parks for microseconds until its limit is reached. For one thread. */
final class Patience {
    private final long limitNs;
    private final String receiver;
    private final IdleStrategy idle = DataPath.newIdleStrategy();
    private final WaitMeter waits = new WaitMeter();
    private IntSupplier whileWaiting = () -> 0;
    private boolean waiting;
    private boolean pressed;
    private long beganNs;

    Patience(Duration limit, String receiver) {
        limitNs = limit.toNanos();
        this.receiver = receiver;
    }

    /** Work to do while it waits; returns how much it did. */
    void whileWaiting(IntSupplier work) {
        whileWaiting = work;
    }

    String receiver() {
        return receiver;
    }

    /** How long it waited because a receiver was not as fast. */
    WaitMeter waits() {
        return waits;
    }

    /**
     * Waits a moment, during which there may be other work.
     *
     * @param counted whether it waits because a receiver is not as fast; asked at the first moment of a wait
     * @param why is told with the name of the receiver when the limit is reached
     * @throws RunAbortedException if it is, or the thread is interrupted
     */
    void pause(boolean counted, String why) {
        if (!waiting) {
            waiting = true;
            pressed = counted;
            beganNs = System.nanoTime();
            idle.reset();
        }
        if (Thread.currentThread().isInterrupted()) {
            waiting = false;
            throw new RunAbortedException("interrupted while sending to " + receiver);
        }
        if (System.nanoTime() - beganNs > limitNs) {
            waiting = false;
            throw new RunAbortedException("could not send to " + receiver + " within "
                    + Duration.ofNanos(limitNs).toMillis() + " ms (" + why + ")");
        }
        idle.idle(whileWaiting.getAsInt());
    }

    /** There is room; ends the wait if there was one. */
    void end() {
        if (waiting) {
            waiting = false;
            if (pressed) {
                waits.observe(System.nanoTime() - beganNs);
            }
        }
    }
}
