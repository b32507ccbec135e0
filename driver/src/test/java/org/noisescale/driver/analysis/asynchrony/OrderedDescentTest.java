package org.noisescale.driver.analysis.asynchrony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

final class OrderedDescentTest {
    private static RecordedArrivals order(int workers, int... pushes) {
        ArrivalLog log = new ArrivalLog();
        for (int i = 0; i < pushes.length; i++) {
            log.append(pushes[i], 0, true, i);
        }
        return new RecordedArrivals("async", workers, pushes.length, log.toBytes());
    }

    /** Two windows, of which the second begins anew: 1, .6, .36 and 1, .6, .2. */
    @Test
    void everyWindowBeginsAnew() {
        OrderedDescent descent = OrderedDescent.of(List.of(order(2, 0, 0, 0, 1, 1)), 2);

        assertThat(descent.count()).isEqualTo(2);
        assertThat(descent.path(0.4, 0)).containsExactly(new double[] {1, 0.6, 0.36}, within(1e-15));
        assertThat(descent.path(0.4, 1)).containsExactly(new double[] {1, 0.6, 0.2}, within(1e-15));
        assertThat(descent.mean(0.4, 2, theta -> theta)).isCloseTo(0.28, within(1e-15));
    }

    /** TRUTHS: W = 4, a = .4; and the second moments of the exact recursion. */
    @Test
    void overEveryOrderTheMeanIsTheHeavyBallAndTheSecondMomentThatOfTheRecursion() {
        double[] path = ImplicitMomentum.path(0.4, 4, 1, 8);
        List<AsynchronousQuadratic.Loss> losses =
                new AsynchronousQuadratic(List.of(1.0), List.of(0.0), List.of(1.0), 0.4, 4, 1).trajectory(8);

        for (int updates = 1; updates <= 8; updates++) {
            EveryOrder.Moments mean = EveryOrder.moments(0.4, 4, updates, DoubleUnaryOperator.identity());

            double square = 2 * losses.get(updates).present();
            assertThat(mean.mean()).isCloseTo(path[updates], within(1e-13));
            assertThat(mean.variance()).isCloseTo(square - path[updates] * path[updates], within(1e-13));
            assertThat(EveryOrder.moments(0.4, 4, updates, theta -> theta * theta)
                            .mean())
                    .isCloseTo(square, within(1e-13));
        }
    }

    @Test
    void ordersDrawnAtRandomScatterAboutThatMeanAsTheirVarianceSays() {
        SplittableRandom random = new SplittableRandom(4);
        OrderedDescent descent =
                OrderedDescent.of(List.of(order(3, random.ints(60_000, 0, 3).toArray())), 6);

        EveryOrder.Moments truth = EveryOrder.moments(0.5, 3, 6, theta -> theta * theta);

        assertThat(descent.mean(0.5, 6, theta -> theta * theta))
                .isCloseTo(truth.mean(), within(5 * Math.sqrt(truth.variance() / descent.count())));
        ImplicitMomentum momentum = descent.momentum(0.5);
        assertThat(momentum.momentum()).isCloseTo(2 / 3.0, within(5 * momentum.momentumError()));
    }

    @Test
    void refusesMoreOrdersThanItCanGoThrough() {
        assertThatThrownBy(() -> EveryOrder.moments(0.5, 8, 12, theta -> theta))
                .hasMessageStartingWith("updates must be at least 1, and W^(updates - 1) at most 1.6777216E7");
    }
}
