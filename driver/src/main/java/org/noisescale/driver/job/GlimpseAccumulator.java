package org.noisescale.driver.job;

import org.apache.spark.util.AccumulatorV2;
import org.noisescale.driver.simulation.Glimpse;

/** Carries how far a simulated run is with the signs of life that executors give the driver. The last one counts. */
final class GlimpseAccumulator extends AccumulatorV2<Glimpse, Glimpse> {
    private static final long serialVersionUID = 1;

    /** Written by the task, read by the executor's thread that gives the signs. */
    private volatile Glimpse last = Glimpse.NOTHING;

    @Override
    public boolean isZero() {
        return last.step() == 0;
    }

    @Override
    public AccumulatorV2<Glimpse, Glimpse> copy() {
        GlimpseAccumulator copy = new GlimpseAccumulator();
        copy.last = last;
        return copy;
    }

    @Override
    public void reset() {
        last = Glimpse.NOTHING;
    }

    @Override
    public void add(Glimpse glimpse) {
        last = glimpse;
    }

    @Override
    public void merge(AccumulatorV2<Glimpse, Glimpse> other) {
        last = other.value().step() > last.step() ? other.value() : last;
    }

    @Override
    public Glimpse value() {
        return last;
    }
}
