package org.noisescale.driver.simulation;

import org.noisescale.worker.pace.ClusterPace;

/** The order that comes of the times that the cluster's laws give. */
final class DrawnOrder implements PushOrder {
    private final ClusterPace pace;
    private final long seed;
    private final long bytes;
    private final ArrivalQueue arrivals;
    private long timeNs;

    /**
     * Nobody is at work.
     *
     * @param seed of the run
     * @param bytes of the parameters
     */
    DrawnOrder(ClusterPace pace, long seed, int workers, long bytes) {
        this.pace = pace;
        this.seed = seed;
        this.bytes = bytes;
        arrivals = new ArrivalQueue(workers);
    }

    @Override
    public void begin(int worker, long nowNs, long turn, int steps) {
        arrivals.add(worker, Math.addExact(nowNs, pace.turnNs(seed, worker, turn, steps, bytes)));
    }

    @Override
    public int take() {
        int worker = arrivals.first();
        timeNs = arrivals.timeNs(worker);
        arrivals.remove(worker);
        return worker;
    }

    @Override
    public long timeNs() {
        return timeNs;
    }

    @Override
    public void settle(int worker, long staleness, boolean admitted) {}

    @Override
    public void cancel(int worker) {
        arrivals.remove(worker);
    }
}
