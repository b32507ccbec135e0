package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TimedLossTest {
    private static final int STEPS = 1000;

    /** A loss at the end of each of many steps of so many seconds. */
    private static TimedLoss.Curve curve(double seconds, IntToDoubleFunction loss) {
        List<Double> clock =
                IntStream.rangeClosed(1, STEPS).mapToObj(step -> step * seconds).toList();
        List<Double> losses = IntStream.rangeClosed(1, STEPS)
                .mapToObj(step -> Double.valueOf(loss.applyAsDouble(step)))
                .toList();
        return new TimedLoss.Curve(clock, losses, losses.get(STEPS - 1));
    }

    @Test
    void aLeadEndsWhereTheLossesCross() {
        TimedLoss.Curve fast = curve(0.1, step -> 1);
        TimedLoss.Curve slow = curve(1, step -> 3 - 0.01 * step);

        TimedLoss.Lead lead = fast.leadOver(slow);

        assertThat(lead.end()).isEqualTo(TimedLoss.Lead.End.SEEN);
        assertThat(lead.seconds()).isCloseTo(200, within(1e-6));
    }

    /** A noise of twice the distance of the floors carries the lower one above the other until the last step. */
    @Test
    void noiseBehindTheCrossingDoesNotPutItOff() {
        Random random = new Random(5);
        TimedLoss.Curve fast = curve(0.1, step -> 1);
        TimedLoss.Curve slow = curve(1, step -> Math.max(0.9, 3 - 0.01 * step) + 0.2 * random.nextGaussian());

        TimedLoss.Lead lead = fast.leadOver(slow);

        assertThat(slow.losses().subList(STEPS - 10, STEPS)).anyMatch(loss -> loss > 1);
        assertThat(lead.end()).isEqualTo(TimedLoss.Lead.End.SEEN);
        assertThat(lead.seconds()).isBetween(185.0, 225.0);
    }

    @Test
    void aLeadThatLastsIsNotSaidToEnd() {
        TimedLoss.Lead lead = curve(0.1, step -> 1).leadOver(curve(1, step -> 3 - 0.0019 * step));

        assertThat(lead).isEqualTo(new TimedLoss.Lead(STEPS, TimedLoss.Lead.End.NOT_SEEN));
    }

    @Test
    void whoIsBehindFromTheBeginningHasNoLead() {
        TimedLoss.Lead lead = curve(0.1, step -> 4).leadOver(curve(1, step -> 3 - 0.001 * step));

        assertThat(lead.end()).isEqualTo(TimedLoss.Lead.End.NEVER_AHEAD);
    }
}
