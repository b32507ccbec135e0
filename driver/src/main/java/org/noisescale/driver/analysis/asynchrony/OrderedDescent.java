package org.noisescale.driver.analysis.asynchrony;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * What asynchronous descent without noise would have made of recorded orders of arrivals, on one parameter: θ ← θ − a
 * r_w, r_w ← θ for each push in turn. An order is cut into windows of so many pushes; each begins anew at θ = 1, which
 * all workers have read, and is a replication of its own, since with exponential times the next pushes do not depend on
 * those before. The definition itself, in double; what is recorded is who pushed when.
 */
public final class OrderedDescent {
    private final List<int[]> windows;
    private final int workers;

    private OrderedDescent(List<int[]> windows, int workers) {
        this.windows = windows;
        this.workers = workers;
    }

    /** The windows of so many updates of some runs with as many workers, each push of which was an update. */
    public static OrderedDescent of(List<RecordedArrivals> orders, int length) {
        List<int[]> windows = new ArrayList<>();
        for (RecordedArrivals order : orders) {
            int[] pushes = pushes(order);
            for (int from = 0; from + length <= pushes.length; from += length) {
                windows.add(Arrays.copyOfRange(pushes, from, from + length));
            }
        }
        return new OrderedDescent(windows, orders.get(0).workers());
    }

    private static int[] pushes(RecordedArrivals order) {
        int[] pushes = new int[Math.toIntExact(order.updates())];
        int[] count = {0};
        ArrivalLog.read(order.log(), (worker, staleness, admitted, timeNs) -> pushes[count[0]++] = worker);
        return pushes;
    }

    /**
     * The mean over all windows of a figure of θ after some updates.
     *
     * @param a the learning rate times the curvature
     * @param updates at most the length of a window
     */
    public double mean(double a, int updates, DoubleUnaryOperator figure) {
        return windows.stream()
                .mapToDouble(window -> figure.applyAsDouble(follow(a, window)[updates]))
                .average()
                .orElse(Double.NaN);
    }

    /** The implicit momentum that these orders show. */
    public ImplicitMomentum momentum(double a) {
        return ImplicitMomentum.of(
                windows.stream().map(window -> follow(a, window)).toList());
    }

    /** θ after 0, 1, … updates of one window. */
    public double[] path(double a, int window) {
        return follow(a, windows.get(window));
    }

    /** How many windows there are. */
    public int count() {
        return windows.size();
    }

    private double[] follow(double a, int[] window) {
        double[] read = new double[workers];
        Arrays.fill(read, 1);
        double[] path = new double[window.length + 1];
        path[0] = 1;
        for (int update = 0; update < window.length; update++) {
            path[update + 1] = path[update] - a * read[window[update]];
            read[window[update]] = path[update + 1];
        }
        return path;
    }
}
