package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.ReplayedOrder;

/** The order of another run. */
final class FollowedOrder implements PushOrder {
    private final ReplayedOrder order;

    FollowedOrder(RecordedArrivals arrivals) {
        order = new ReplayedOrder(arrivals);
    }

    @Override
    public int next() {
        return order.next();
    }

    @Override
    public void settle(int worker, long staleness, boolean admitted) {
        order.advance(worker, staleness, admitted);
    }

    @Override
    public void onComplete(int worker) {
        // It waits until it is the next.
    }

    @Override
    public void onCancelled(int worker) {
        // The log does not name it.
    }
}
