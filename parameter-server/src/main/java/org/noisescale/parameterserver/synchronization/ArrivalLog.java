package org.noisescale.parameterserver.synchronization;

import java.util.Arrays;

/**
 * In which order pushes were dealt with, as bytes. A record is three whole numbers, each seven bits a byte, the lowest
 * first, with the high bit set in all but its last: the worker; its staleness, doubled, and one more if the push was
 * turned away; nanoseconds since the record before. Seven bytes or so for a push of a simulated second.
 *
 * <p>With the rule and the seed of a run this is all that its course depends on.
 */
public final class ArrivalLog {
    private static final int RECORD_MAX = 24;
    private static final int LOW_BITS = 0x7F;
    private static final int MORE = 0x80;

    private byte[] bytes = new byte[1024];
    private int length;
    private long lastNs;
    private long count;

    /** Adds a push; times must not decrease. */
    public void append(int worker, long staleness, boolean admitted, long timeNs) {
        if (length + RECORD_MAX > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        put(worker);
        put(2 * staleness + (admitted ? 0 : 1));
        put(timeNs - lastNs);
        lastNs = timeNs;
        count++;
    }

    private void put(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a log has whole numbers from 0, was given " + value);
        }
        long rest = value;
        while (rest > LOW_BITS) {
            bytes[length++] = (byte) ((rest & LOW_BITS) | MORE);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** How many pushes it has. */
    public long count() {
        return count;
    }

    /** A copy of the records so far. */
    public byte[] toBytes() {
        return toBytes(0);
    }

    /** A copy of the records behind the first so many bytes. */
    public byte[] toBytes(int begin) {
        return Arrays.copyOfRange(bytes, begin, length);
    }

    /** Is told the records of a log in order. */
    @FunctionalInterface
    public interface Reader {
        /** A push; the time is counted from the beginning of the run. */
        void onPush(int worker, long staleness, boolean admitted, long timeNs);
    }

    /**
     * Reads a log.
     *
     * @throws IllegalArgumentException if it ends within a record or has a number that does not fit
     */
    public static void read(byte[] log, Reader reader) {
        ArrivalCursor cursor = new ArrivalCursor(log);
        while (cursor.advance()) {
            reader.onPush(cursor.worker(), cursor.staleness(), cursor.admitted(), cursor.timeNs());
        }
    }
}
