package org.noisescale.driver.analysis;

/**
 * The centred moving average. Towards the ends the window narrows on both sides alike, so that a straight trend passes
 * through unchanged.
 */
public final class MovingAverage {
    private MovingAverage() {}

    /**
     * The average over {@code [i − halfWidth, i + halfWidth]} for every i; NaN values are left out, and a window
     * without any value is NaN. Cost: O(n · halfWidth).
     */
    public static double[] of(double[] values, int halfWidth) {
        double[] smooth = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int reach = Math.min(halfWidth, Math.min(i, values.length - 1 - i));
            smooth[i] = mean(values, i - reach, i + reach);
        }
        return smooth;
    }

    private static double mean(double[] values, int first, int last) {
        double sum = 0;
        int count = 0;
        for (int i = first; i <= last; i++) {
            if (!Double.isNaN(values[i])) {
                sum += values[i];
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
