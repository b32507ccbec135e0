package org.noisescale.parameterserver.control;

import java.util.ArrayDeque;
import java.util.Queue;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.protocol.FrameOutlet;

/** Messages that wait until there is room for them; nobody waits with them. */
final class Outbox {
    private static final int FRAMES_MAX = 256;

    private final FrameOutlet outlet;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[0]);

    Outbox(FrameOutlet outlet) {
        this.outlet = outlet;
    }

    /** Takes a message; false if too many are waiting. */
    boolean add(byte[] message) {
        return waiting.size() < FRAMES_MAX && waiting.add(message);
    }

    /** Whether bulk data may be added, which leaves room for the rest. */
    boolean hasRoom() {
        return waiting.size() < FRAMES_MAX / 8;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Forgets what waits. */
    void clear() {
        waiting.clear();
    }

    /** Sends what can be sent; returns how many messages these were. */
    int send() {
        int work = 0;
        while (!waiting.isEmpty()) {
            frame.wrap(waiting.element());
            if (!outlet.offer(frame, frame.capacity())) {
                return work;
            }
            waiting.remove();
            work++;
        }
        return work;
    }
}
