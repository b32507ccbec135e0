package org.noisescale.driver.bench;

import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The rounds of one plan without and with meters.
 *
 * @param cost how much longer the median round of a batch with meters was than that of its neighbour without, as a
 *     fraction: the median over all pairs of batches
 * @param costLow the lower quartile of the same
 * @param costHigh the upper one
 */
record MeterResult(PushPullPlan plan, Durations without, Durations with, double cost, double costLow, double costHigh) {

    /** Collects batches. */
    static final class Builder {
        private final PushPullPlan plan;
        private final LongStream.Builder without = LongStream.builder();
        private final LongStream.Builder with = LongStream.builder();
        private final DoubleStream.Builder costs = DoubleStream.builder();

        Builder(PushPullPlan plan) {
            this.plan = plan;
        }

        /** Takes two neighbouring batches. */
        void add(long[] plain, long[] metered) {
            LongStream.of(plain).forEach(without::add);
            LongStream.of(metered).forEach(with::add);
            double before = new Durations(LongStream.of(plain)).median();
            costs.add(new Durations(LongStream.of(metered)).median() / before - 1);
        }

        MeterResult build() {
            double[] sorted = costs.build().sorted().toArray();
            return new MeterResult(
                    plan,
                    new Durations(without.build()),
                    new Durations(with.build()),
                    sorted[sorted.length / 2],
                    sorted[sorted.length / 4],
                    sorted[sorted.length * 3 / 4]);
        }
    }
}
