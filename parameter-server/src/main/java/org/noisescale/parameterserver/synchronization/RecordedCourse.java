package org.noisescale.parameterserver.synchronization;

import java.util.BitSet;

/**
 * The course of a run, told again from its log: since a rule decides by the order of pushes alone, the log and the rule
 * say who began, pushed, was cancelled and waited, and when.
 */
public final class RecordedCourse {
    private final RecordedArrivals arrivals;
    private final Synchronizer synchronizer;
    private final ReplayedOrder order;
    private final Listener listener;
    private final BitSet cancelled = new BitSet();

    private RecordedCourse(RecordedArrivals arrivals, SynchronizationPolicy policy, Listener listener) {
        this.arrivals = arrivals;
        this.listener = listener;
        synchronizer = new Synchronizer(policy, arrivals.workers());
        order = new ReplayedOrder(arrivals);
    }

    /** Is told what happened, in order; times are counted from the beginning of the run. */
    public interface Listener {
        /** Wants to know nothing. */
        Listener NONE = new Listener() {};

        /** A worker read the parameters and began. */
        default void onBegin(int worker, long timeNs) {}

        /** Its push was dealt with. */
        default void onPush(int worker, long staleness, boolean admitted, long timeNs) {}

        /** An update ended its work. */
        default void onCancel(int worker, long timeNs) {}

        /** There was an update. */
        default void onUpdate(long version, long timeNs) {}
    }

    /**
     * Checks whether a run can follow a log to its end.
     *
     * @param rule the name of the run's rule
     * @param policy what it decides
     * @param updates how many updates the run has at least
     * @throws IllegalArgumentException with what does not fit, as "was written by …"
     */
    public static void requireFit(
            RecordedArrivals arrivals, String rule, SynchronizationPolicy policy, int workers, long updates) {
        if (arrivals.workers() != workers) {
            throw new IllegalArgumentException(
                    "was written by " + arrivals.workers() + " workers, the run has " + workers);
        }
        if (!arrivals.rule().equals(rule)) {
            throw new IllegalArgumentException(
                    "was written under rule " + arrivals.rule() + ", the run is under " + rule);
        }
        long there;
        try {
            there = tell(arrivals, policy, updates, Listener.NONE);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("does not fit the settings of rule " + rule + ": " + e.getMessage(), e);
        }
        if (there < updates) {
            throw new IllegalArgumentException("ends after " + there + " updates, the run has " + updates);
        }
    }

    /**
     * Tells the course up to so many updates; returns how many there were.
     *
     * @throws IllegalArgumentException if the log is damaged or not of this rule
     */
    public static long tell(RecordedArrivals arrivals, SynchronizationPolicy policy, long updates, Listener listener) {
        return new RecordedCourse(arrivals, policy, listener).tell(updates);
    }

    private long tell(long updates) {
        begin(0);
        while (synchronizer.version() < updates && order.next() != Synchronizer.NONE) {
            long timeNs = order.timeNs();
            push(order.next(), timeNs);
            if (synchronizer.isDue()) {
                update(timeNs);
            }
            begin(timeNs);
        }
        return synchronizer.version();
    }

    private void push(int worker, long timeNs) {
        if (worker >= arrivals.workers() || !synchronizer.isComputing(worker)) {
            throw new IllegalArgumentException(
                    "push " + (order.count() + 1) + " is one of worker " + worker + ", which had begun nothing");
        }
        long staleness = synchronizer.staleness(worker);
        boolean admitted = synchronizer.offer(worker) == Admission.ADMIT;
        order.advance(worker, staleness, admitted);
        listener.onPush(worker, staleness, admitted, timeNs);
    }

    private void update(long timeNs) {
        synchronizer.advance(cancelled);
        cancelled.stream().forEach(worker -> listener.onCancel(worker, timeNs));
        listener.onUpdate(synchronizer.version(), timeNs);
    }

    private void begin(long timeNs) {
        for (int worker = synchronizer.pollBegin(); worker != Synchronizer.NONE; worker = synchronizer.pollBegin()) {
            listener.onBegin(worker, timeNs);
        }
    }
}
