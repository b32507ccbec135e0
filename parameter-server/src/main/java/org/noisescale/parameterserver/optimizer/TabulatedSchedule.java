package org.noisescale.parameterserver.optimizer;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * A learning rate by step, for schedules that others compute. Only the steps are kept at which it changes; the last
 * rate holds for ever.
 */
public final class TabulatedSchedule implements LearningRateSchedule {
    private static final long serialVersionUID = 1;

    private final long[] firstSteps;
    private final double[] rates;

    private TabulatedSchedule(long[] firstSteps, double[] rates) {
        this.firstSteps = firstSteps;
        this.rates = rates;
    }

    /**
     * The table of what a function says for the steps from 1 to {@code steps}.
     *
     * @param steps at least 1
     * @param rates finite and at least 0 for every step
     */
    public static TabulatedSchedule of(long steps, LongToDoubleFunction rates) {
        Ranges.requireCount("steps", steps);
        long[] firstSteps = new long[1];
        double[] values = new double[1];
        int count = 0;
        for (long step = 1; step <= steps; step++) {
            double rate = rates.applyAsDouble(step);
            if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "learningRate must be at least 0 and finite as a float, was " + rate + " at step " + step);
            }
            if (count > 0 && values[count - 1] == rate) {
                continue;
            }
            if (count == values.length) {
                firstSteps = Arrays.copyOf(firstSteps, 2 * count);
                values = Arrays.copyOf(values, 2 * count);
            }
            firstSteps[count] = step;
            values[count++] = rate;
        }
        return new TabulatedSchedule(Arrays.copyOf(firstSteps, count), Arrays.copyOf(values, count));
    }

    @Override
    public double at(long step) {
        int found = Arrays.binarySearch(firstSteps, step);
        return rates[found >= 0 ? found : -found - 2];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TabulatedSchedule table
                && Arrays.equals(firstSteps, table.firstSteps)
                && Arrays.equals(rates, table.rates);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(firstSteps) + Arrays.hashCode(rates);
    }

    @Override
    public String toString() {
        return "TabulatedSchedule[" + rates.length + " rates, first " + rates[0] + ", last " + rates[rates.length - 1]
                + "]";
    }
}
