package org.noisescale.driver.simulation;

import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.ReplayedOrder;
import org.noisescale.parameterserver.synchronization.Synchronizer;

/** The order, and the clock, of another run. */
final class FollowedOrder implements PushOrder {
    private final ReplayedOrder order;
    private long timeNs;

    FollowedOrder(RecordedArrivals arrivals) {
        order = new ReplayedOrder(arrivals);
    }

    @Override
    public void begin(int worker, long nowNs, long turn, int steps) {}

    @Override
    public int take() {
        if (order.next() == Synchronizer.NONE) {
            throw new IllegalStateException("the log that the run follows ends after " + order.count()
                    + " pushes, before the run has reached its target");
        }
        timeNs = order.timeNs();
        return order.next();
    }

    @Override
    public long timeNs() {
        return timeNs;
    }

    @Override
    public void settle(int worker, long staleness, boolean admitted) {
        order.advance(worker, staleness, admitted);
    }

    @Override
    public void cancel(int worker) {}
}
