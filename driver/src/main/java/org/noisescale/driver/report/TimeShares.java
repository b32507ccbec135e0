package org.noisescale.driver.report;

import org.noisescale.parameterserver.synchronization.RecordedCourse;

/** Adds up how the workers of a run spend their time until its last push. */
final class TimeShares implements RecordedCourse.Listener {
    private final int workers;
    private final long[] begunNs;
    private double useful;
    private double lost;
    private long endNs;
    private final boolean[] busy;

    TimeShares(int workers) {
        this.workers = workers;
        begunNs = new long[workers];
        busy = new boolean[workers];
    }

    @Override
    public void onBegin(int worker, long timeNs) {
        begunNs[worker] = timeNs;
        busy[worker] = true;
    }

    @Override
    public void onPush(int worker, long staleness, boolean admitted, long timeNs) {
        double spent = end(worker, timeNs);
        useful += admitted ? spent : 0;
        lost += admitted ? 0 : spent;
    }

    @Override
    public void onCancel(int worker, long timeNs) {
        lost += end(worker, timeNs);
    }

    private double end(int worker, long timeNs) {
        busy[worker] = false;
        endNs = timeNs;
        return (double) timeNs - begunNs[worker];
    }

    /** What is under way at the end counts as useful. */
    WorkerTimeline.Shares shares() {
        double open = 0;
        for (int worker = 0; worker < workers; worker++) {
            open += busy[worker] ? (double) endNs - begunNs[worker] : 0;
        }
        double all = (double) endNs * workers;
        return new WorkerTimeline.Shares((useful + open) / all, lost / all, 1 - (useful + open + lost) / all);
    }
}
