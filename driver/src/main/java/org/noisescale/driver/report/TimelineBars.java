package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.synchronization.RecordedCourse;

/** Collects the bars of the first workers of a run, until there were so many pushes of all. */
final class TimelineBars implements RecordedCourse.Listener {
    private static final double NS_PER_SECOND = 1e9;

    private final int rows;
    private final long pushesMax;
    private final long[] begunNs;
    private final boolean[] busy;
    private final List<Page.Bar> bars = new ArrayList<>();
    private final List<Double> updates = new ArrayList<>();
    private long pushes;
    private long endNs;

    TimelineBars(int rows, long pushesMax) {
        this.rows = rows;
        this.pushesMax = pushesMax;
        begunNs = new long[rows];
        busy = new boolean[rows];
    }

    private boolean isOver() {
        return pushes >= pushesMax;
    }

    @Override
    public void onBegin(int worker, long timeNs) {
        if (worker < rows && !isOver()) {
            begunNs[worker] = timeNs;
            busy[worker] = true;
        }
    }

    @Override
    public void onPush(int worker, long staleness, boolean admitted, long timeNs) {
        if (!isOver()) {
            add(worker, admitted ? Page.Fate.APPLIED : Page.Fate.DISCARDED, staleness, timeNs);
            pushes++;
        }
    }

    @Override
    public void onCancel(int worker, long timeNs) {
        if (!isOver()) {
            add(worker, Page.Fate.CANCELLED, 0, timeNs);
        }
    }

    private void add(int worker, Page.Fate fate, long staleness, long timeNs) {
        endNs = timeNs;
        if (worker < rows) {
            busy[worker] = false;
            bars.add(new Page.Bar(worker, seconds(begunNs[worker]), seconds(timeNs), fate, staleness));
        }
    }

    @Override
    public void onUpdate(long version, long timeNs) {
        if (!isOver()) {
            updates.add(seconds(timeNs));
        }
    }

    private static double seconds(long ns) {
        return ns / NS_PER_SECOND;
    }

    /** The picture; what is under way at its end is cut there. */
    Page.Timeline timeline(String heading, int workers) {
        for (int worker = 0; worker < rows; worker++) {
            if (busy[worker] && begunNs[worker] < endNs) {
                bars.add(new Page.Bar(worker, seconds(begunNs[worker]), seconds(endNs), Page.Fate.UNDER_WAY, 0));
            }
        }
        return new Page.Timeline("worker-timeline", heading, rows, workers, seconds(endNs), bars, updates);
    }
}
