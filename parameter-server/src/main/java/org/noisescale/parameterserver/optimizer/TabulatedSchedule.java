package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * A learning rate by step, for schedules that others compute.
 *
 * @param changes the rates with the steps from which they hold, in order, the first from step 1; the last one holds for
 *     ever
 */
public record TabulatedSchedule(List<Change> changes) implements LearningRateSchedule {
    private static final long serialVersionUID = 2;

    /** Checks the order. */
    public TabulatedSchedule {
        changes = List.copyOf(changes);
        long previous = 0;
        for (Change change : changes) {
            if (change.firstStep <= previous || (previous == 0 && change.firstStep != 1)) {
                throw new IllegalArgumentException(
                        "the steps of a table must rise from 1, had " + change.firstStep + " after " + previous);
            }
            previous = change.firstStep;
        }
        Ranges.requireCount("changes", changes.size());
    }

    /**
     * A rate that holds from a step on.
     *
     * @param rate finite as a float and at least 0
     */
    public record Change(long firstStep, double rate) implements Serializable {
        private static final long serialVersionUID = 1;

        /** Checks the range. */
        public Change {
            if (!(rate >= 0 && rate <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "learningRate must be at least 0 and finite as a float, was " + rate + " at step " + firstStep);
            }
        }
    }

    /**
     * The table of what a function says for the steps from 1 to {@code steps}. Only the steps are kept at which it
     * changes.
     *
     * @param steps at least 1
     * @param rates finite and at least 0 for every step
     */
    public static TabulatedSchedule of(long steps, LongToDoubleFunction rates) {
        Ranges.requireCount("steps", steps);
        List<Change> changes = new ArrayList<>();
        for (long step = 1; step <= steps; step++) {
            double rate = rates.applyAsDouble(step);
            if (changes.isEmpty() || changes.get(changes.size() - 1).rate != rate) {
                changes.add(new Change(step, rate));
            }
        }
        return new TabulatedSchedule(changes);
    }

    @Override
    public double at(long step) {
        int low = 0;
        int end = changes.size();
        while (end - low > 1) {
            int middle = (low + end) >>> 1;
            boolean holds = changes.get(middle).firstStep <= step;
            low = holds ? middle : low;
            end = holds ? end : middle;
        }
        return changes.get(low).rate;
    }

    @Override
    public String toString() {
        return "TabulatedSchedule[" + changes.size() + " rates, first " + changes.get(0).rate + ", last "
                + changes.get(changes.size() - 1).rate + "]";
    }
}
