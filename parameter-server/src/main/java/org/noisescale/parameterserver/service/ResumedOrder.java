package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/** The order of a run that was broken off, as far as it came; behind that, the order in which pushes are complete. */
final class ResumedOrder implements PushOrder {
    private final FollowedOrder decided;
    private final FirstCome free;

    ResumedOrder(RecordedArrivals arrivals, int workers) {
        decided = new FollowedOrder(arrivals);
        free = new FirstCome(workers);
    }

    @Override
    public int next() {
        int worker = decided.next();
        return worker == NONE ? free.next() : worker;
    }

    @Override
    public void settle(int worker, long staleness, boolean admitted) {
        if (decided.next() != NONE) {
            decided.settle(worker, staleness, admitted);
        }
        free.onCancelled(worker);
    }

    @Override
    public void onComplete(int worker) {
        free.onComplete(worker);
    }

    @Override
    public void onCancelled(int worker) {
        free.onCancelled(worker);
    }
}
