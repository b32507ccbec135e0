package org.noisescale.parameterserver.synchronization;

/**
 * The order in which another run dealt with its pushes, for a run to follow. A push that arrives before its turn has to
 * wait until it is {@link #next()}; since a worker has at most one push under way, at most one of each ever waits. What
 * becomes of it is held against what became of it then, so that a run that departs from the log is noticed at once.
 */
public final class ReplayedOrder {
    private final ArrivalCursor cursor;
    private boolean open;
    private long count;

    /** At the first push. */
    public ReplayedOrder(RecordedArrivals arrivals) {
        cursor = new ArrivalCursor(arrivals.log());
        open = cursor.advance();
    }

    /** The worker whose push is dealt with next; {@link Synchronizer#NONE} behind the last one. */
    public int next() {
        return open ? cursor.worker() : Synchronizer.NONE;
    }

    /** When the next push was dealt with in the run that is followed, from its beginning; there must be one. */
    public long timeNs() {
        return cursor.timeNs();
    }

    /** How many pushes were dealt with so far. */
    public long count() {
        return count;
    }

    /**
     * The push that was next was dealt with.
     *
     * @throws IllegalArgumentException if something else became of it in the run that is followed
     */
    public void advance(int worker, long staleness, boolean admitted) {
        boolean same = worker == next() && staleness == cursor.staleness() && admitted == cursor.admitted();
        if (!same) {
            throw new IllegalArgumentException("push " + (count + 1) + " was "
                    + described(next(), cursor.staleness(), cursor.admitted()) + " there, and "
                    + described(worker, staleness, admitted) + " here");
        }
        open = cursor.advance();
        count++;
    }

    private static String described(int worker, long staleness, boolean admitted) {
        if (worker == Synchronizer.NONE) {
            return "none";
        }
        return "one of worker " + worker + ", " + staleness + " versions stale, "
                + (admitted ? "taken" : "turned away");
    }
}
