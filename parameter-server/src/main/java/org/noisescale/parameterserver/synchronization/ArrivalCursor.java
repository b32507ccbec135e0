package org.noisescale.parameterserver.synchronization;

/** Goes through the records of an {@link ArrivalLog}; what it stands on are the figures of one push. */
final class ArrivalCursor {
    private static final int LOW_BITS = 0x7F;

    private final byte[] log;
    private int position;
    private int worker;
    private long staleness;
    private boolean admitted;
    private long timeNs;

    /** Before the first record. */
    ArrivalCursor(byte[] log) {
        this.log = log;
    }

    /**
     * Goes to the next record; says whether there is one.
     *
     * @throws IllegalArgumentException if the log ends within a record or has a number that does not fit
     */
    boolean advance() {
        if (position == log.length) {
            return false;
        }
        long rank = number();
        long doubled = number();
        timeNs += number();
        if (rank > Integer.MAX_VALUE || timeNs < 0) {
            throw damaged();
        }
        worker = (int) rank;
        staleness = doubled >> 1;
        admitted = (doubled & 1) == 0;
        return true;
    }

    private long number() {
        long value = 0;
        for (int shift = 0; position < log.length && shift < Long.SIZE - 1; shift += 7) {
            byte next = log[position++];
            value |= (long) (next & LOW_BITS) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged();
    }

    private IllegalArgumentException damaged() {
        return new IllegalArgumentException("the log of arrivals is damaged at byte " + position);
    }

    int worker() {
        return worker;
    }

    long staleness() {
        return staleness;
    }

    boolean admitted() {
        return admitted;
    }

    /** Counted from the beginning of the run. */
    long timeNs() {
        return timeNs;
    }
}
