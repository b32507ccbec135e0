package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.CounterRandom;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.dataset.KeyedPermutation;
import org.noisescale.worker.gradient.NetworkArchitecture.Hidden;

/** What visitors look like, against the definition: of a network of one dense layer, which the test computes itself. */
final class NormalizedVisitsTest {
    private static final int FEATURES = 3;
    private static final int UNITS = 4;
    private static final int EXAMPLES = 60;
    private static final int VISITS = 5;
    private static final long SEED = 9;
    /** Three slices, of 2, 3 and 3 examples. */
    private static final BatchShares SHARES = new BatchShares(8, 3);

    private final NetworkPlan plan = NetworkPlan.of(
            new NetworkArchitecture(
                    FEATURES, 2, new Hidden(List.of(UNITS), "relu", true, 0), NetworkArchitecture.Output.SOFTMAX),
            new SamplingPlan(1, false));
    private final ExamplePartition sample = sample();
    private final float[] parameters = plan.initialModel().parameters();

    private static ExamplePartition sample() {
        Random random = new Random(2);
        float[] features = new float[EXAMPLES * FEATURES];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        long[] indices = new long[EXAMPLES];
        Arrays.setAll(indices, i -> i);
        return new ExamplePartition(FEATURES, 2, features, new int[EXAMPLES], indices);
    }

    private List<List<float[]>> seen(StatisticsScope scope) {
        return new NormalizedVisits(plan.withScope(scope), SHARES, sample, VISITS, SEED).seenBy(parameters);
    }

    /** The dense layer's value of an example; DL4J keeps weights column by column, and biases behind them. */
    private double unit(long example, int unit) {
        double value = 0;
        for (int feature = 0; feature < FEATURES; feature++) {
            value += sample.features()[(int) example * FEATURES + feature] * parameters[unit * FEATURES + feature];
        }
        return value;
    }

    @Test
    void aVisitorIsNormalisedWithThoseItVisits() {
        KeyedPermutation order = new KeyedPermutation(CounterRandom.derive(SEED, 0), EXAMPLES);

        List<List<float[]>> seen = seen(StatisticsScope.LOCAL);

        for (int visit = 0; visit < VISITS; visit++) {
            long visitor = order.at(5 + 3L * visit + 1);
            long[] slice = {order.at(1), order.at(2), visitor};
            for (int unit = 0; unit < UNITS; unit++) {
                int each = unit;
                double mean = Arrays.stream(slice)
                        .mapToDouble(example -> unit(example, each))
                        .average()
                        .orElseThrow();
                double variance = Arrays.stream(slice)
                        .mapToDouble(example -> Math.pow(unit(example, each) - mean, 2))
                        .average()
                        .orElseThrow();
                assertThat((double) seen.get(1).get(visit)[unit])
                        .isCloseTo((unit(visitor, unit) - mean) / Math.sqrt(variance + 1e-5), within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoSharesSeesThroughOtherEyes(boolean shuffled) {
        List<List<float[]>> alone = seen(StatisticsScope.LOCAL);
        List<List<float[]>> together = seen(new StatisticsScope(shuffled ? 1 : 3, 0, shuffled));

        assertThat(together)
                .hasSize(3)
                .allSatisfy(visitors -> assertThat(visitors).hasSize(VISITS));
        assertThat(together.get(0).get(0)).isNotEqualTo(alone.get(0).get(0));
        assertThat(seen(new StatisticsScope(shuffled ? 1 : 3, 0, shuffled))
                        .get(2)
                        .get(4))
                .isEqualTo(together.get(2).get(4));
    }
}
