package org.noisescale.parameterserver.control;

import java.util.concurrent.TimeUnit;

/**
 * Whether the other side is still there. It speaks every 200 ms; after 2.5 s of silence it is gone, so that a pause of
 * a second is no alarm, and a death is known within three. A pause of our own is not held against the other side: of
 * the time between two looks only half a second counts, and what arrived in the meantime is read before the next one.
 */
final class Liveness {
    /** How often each side speaks. */
    static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long a silence may last. */
    static final long SILENCE_MAX_NS = TimeUnit.MILLISECONDS.toNanos(2_500);

    private static final long LOOK_MAX_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final long silenceMaxNs;
    private long lastLookNs;
    private long lastBeatNs;
    private long silenceNs;

    /** The other side was heard just now. */
    Liveness(long nowNs) {
        this(nowNs, SILENCE_MAX_NS);
    }

    /** The same, of one that may be silent for longer or less long. */
    Liveness(long nowNs, long silenceMaxNs) {
        this.silenceMaxNs = silenceMaxNs;
        lastLookNs = nowNs;
        lastBeatNs = nowNs - PERIOD_NS;
    }

    /** The other side was heard. */
    void hear() {
        silenceNs = 0;
    }

    /** Whether it is time to speak; if so, the next time is a period later. */
    boolean isDue(long nowNs) {
        if (nowNs - lastBeatNs < PERIOD_NS) {
            return false;
        }
        lastBeatNs = nowNs;
        return true;
    }

    /** Whether the silence has lasted too long. */
    boolean isOver(long nowNs) {
        silenceNs += Math.min(nowNs - lastLookNs, LOOK_MAX_NS);
        lastLookNs = nowNs;
        return silenceNs > silenceMaxNs;
    }

    /** In words. */
    static String silence() {
        return "nothing was heard of it for " + TimeUnit.NANOSECONDS.toMillis(SILENCE_MAX_NS) + " ms";
    }
}
