package org.noisescale.parameterserver.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.Sample;

final class NoiseMeterTest {
    private static final int STEPS = 20_000;
    private static final long[] EQUAL = {4, 4, 4, 4, 4, 4, 4, 4};
    private static final long[] UNEQUAL = {1, 2, 4, 8, 1, 2, 4, 10};
    private static final double TRACE = 100;
    private static final double[] GRADIENT = gradient();
    private static final double[] VARIANCES = variances();

    /** d = 50, |G|² = 1, spread evenly. */
    private static double[] gradient() {
        return IntStream.range(0, 50).mapToDouble(i -> Math.sqrt(1.0 / 50)).toArray();
    }

    /** Eigenvalues of Σ in proportion to 1/i, with trace 100. */
    private static double[] variances() {
        double harmonic = IntStream.rangeClosed(1, 50).mapToDouble(i -> 1.0 / i).sum();
        return IntStream.rangeClosed(1, 50)
                .mapToDouble(i -> TRACE / harmonic / i)
                .toArray();
    }

    /** Σ bₖ |gₖ − ḡ|² / divisor with the weights that are given, by its definition. */
    private static double spread(double[][] sums, long[] batches, double[] weights, double divisor) {
        double examples =
                IntStream.range(0, batches.length).mapToLong(k -> batches[k]).sum();
        double spread = 0;
        for (int i = 0; i < sums[0].length; i++) {
            double mean = 0;
            for (double[] sum : sums) {
                mean += sum[i] / examples;
            }
            for (int k = 0; k < sums.length; k++) {
                double deviation = sums[k][i] / batches[k] - mean;
                spread += weights[k] * deviation * deviation;
            }
        }
        return spread / divisor;
    }

    private static double[] asWeights(long[] batches) {
        return IntStream.range(0, batches.length).mapToDouble(k -> batches[k]).toArray();
    }

    @Property(tries = 300, seed = "1")
    void readsWhatTheDefinitionSaysForUnequalBatches(
            @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 1, max = 100) Integer> sizes, @ForAll long seed) {
        long[] batches = sizes.stream().mapToLong(Integer::longValue).toArray();
        GaussianGradients gradients = new GaussianGradients(VARIANCES, batches, seed);

        double[][] sums = gradients.draw(GRADIENT);
        NoiseReading reading = gradients.readBy(NoiseMeter.ofIndependentDraws(batches.length));

        double examples = gradients.examples();
        double trace = spread(sums, batches, asWeights(batches), batches.length - 1);
        double norm = GaussianGradients.squaredNorm(gradients.total()) / (examples * examples) - trace / examples;
        assertThat(reading.noiseTrace()).isCloseTo(trace, within(1e-9 * (1 + trace)));
        assertThat(reading.gradientNormSquared()).isCloseTo(norm, within(1e-9 * (1 + Math.abs(norm))));
    }

    /** Standard errors 15.15/√20000 = 0.107 and 1.43/√20000 = 0.010. */
    @Test
    void recoversTraceAndNormOfAGaussianWithTheSpreadThatTheoryGives() {
        GaussianGradients gradients = new GaussianGradients(VARIANCES, EQUAL, 1);
        NoiseMeter meter = NoiseMeter.ofIndependentDraws(EQUAL.length);
        Sample trace = new Sample();
        Sample traceSpread = new Sample();
        Sample norm = new Sample();
        Sample normSpread = new Sample();
        for (int step = 0; step < STEPS; step++) {
            gradients.draw(GRADIENT);
            NoiseReading reading = gradients.readBy(meter);
            trace.add(reading.noiseTrace());
            traceSpread.add(Math.pow(reading.noiseTrace() - TRACE, 2));
            norm.add(reading.gradientNormSquared());
            normSpread.add(Math.pow(reading.gradientNormSquared() - 1, 2));
        }

        double traceOfSquare = GaussianGradients.squaredNorm(VARIANCES);
        double alongGradient = TRACE / 50;
        assertThat(trace.standardError()).isCloseTo(0.107, within(0.01));
        assertThat(trace.z(TRACE)).isBetween(-5.0, 5.0);
        assertThat(traceSpread.z(2 * traceOfSquare / 7)).isBetween(-5.0, 5.0);
        assertThat(Math.sqrt(2 * traceOfSquare / 7)).isCloseTo(15.15, within(0.01));
        assertThat(norm.z(1)).isBetween(-5.0, 5.0);
        double normVariance = 4 * alongGradient / 32 + 2 * traceOfSquare / (32 * 32) * 8 / 7;
        assertThat(normSpread.z(normVariance)).isBetween(-5.0, 5.0);
    }

    /** Standard errors 0.11 to 0.3; the wrong forms are more than 50 of them away. */
    @Test
    void recoversTheTraceFromUnequalBatchesWhereWrongFormulasDoNot() {
        GaussianGradients gradients = new GaussianGradients(VARIANCES, UNEQUAL, 2);
        NoiseMeter meter = NoiseMeter.ofIndependentDraws(UNEQUAL.length);
        Sample trace = new Sample();
        Sample norm = new Sample();
        Sample pretendingEqualBatches = new Sample();
        Sample dividingByTheCount = new Sample();
        for (int step = 0; step < STEPS; step++) {
            double[][] sums = gradients.draw(GRADIENT);
            NoiseReading reading = gradients.readBy(meter);
            trace.add(reading.noiseTrace());
            norm.add(reading.gradientNormSquared());
            pretendingEqualBatches.add(spread(sums, UNEQUAL, asWeights(EQUAL), 7));
            dividingByTheCount.add(spread(sums, UNEQUAL, asWeights(UNEQUAL), 8));
        }

        assertThat(trace.z(TRACE)).isBetween(-5.0, 5.0);
        assertThat(norm.z(1)).isBetween(-5.0, 5.0);
        assertThat(pretendingEqualBatches.z(198.57)).isBetween(-5.0, 5.0);
        assertThat(pretendingEqualBatches.z(TRACE)).isGreaterThan(50);
        assertThat(dividingByTheCount.z(TRACE)).isLessThan(-50);
    }

    /** An identity: every ordered draw of five out of seven examples, cut into batches of one, two and two. */
    @Test
    void isUnbiasedForDrawsWithoutReplacementToRounding() {
        int population = 7;
        double[][] examples = new double[population][3];
        double[] mean = new double[3];
        SplittableRandom random = new SplittableRandom(3);
        for (double[] example : examples) {
            for (int i = 0; i < 3; i++) {
                example[i] = random.nextGaussian();
                mean[i] += example[i] / population;
            }
        }
        double trace = 0;
        for (double[] example : examples) {
            for (int i = 0; i < 3; i++) {
                trace += (example[i] - mean[i]) * (example[i] - mean[i]) / (population - 1);
            }
        }

        Draws draws = new Draws(examples, NoiseMeter.ofDrawsFromPopulation(3, population));
        draws.extend(new int[5], 0);

        assertThat(draws.traces.mean()).isCloseTo(trace, within(1e-12));
        assertThat(draws.norms.mean()).isCloseTo(GaussianGradients.squaredNorm(mean), within(1e-12));
    }

    /** Goes through all ordered draws. */
    private static final class Draws {
        private static final int[] ENDS = {1, 3, 5};

        private final double[][] examples;
        private final NoiseMeter meter;
        private final Sample traces = new Sample();
        private final Sample norms = new Sample();

        private Draws(double[][] examples, NoiseMeter meter) {
            this.examples = examples;
            this.meter = meter;
        }

        private void extend(int[] drawn, int count) {
            if (count == drawn.length) {
                read(drawn);
                return;
            }
            for (int next = 0; next < examples.length; next++) {
                int candidate = next;
                if (IntStream.range(0, count).noneMatch(i -> drawn[i] == candidate)) {
                    drawn[count] = next;
                    extend(drawn, count + 1);
                }
            }
        }

        private void read(int[] drawn) {
            double weighted = 0;
            int from = 0;
            for (int end : ENDS) {
                weighted += GaussianGradients.squaredNorm(sum(drawn, from, end)) / (end - from);
                from = end;
            }
            NoiseReading reading =
                    meter.read(weighted, GaussianGradients.squaredNorm(sum(drawn, 0, drawn.length)), drawn.length);
            traces.add(reading.noiseTrace());
            norms.add(reading.gradientNormSquared());
        }

        private double[] sum(int[] drawn, int from, int to) {
            double[] sum = new double[3];
            for (int k = from; k < to; k++) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += examples[drawn[k]][i];
                }
            }
            return sum;
        }
    }

    @Test
    void aSingleVirtualWorkerGivesNothingToRead() {
        NoiseReading reading = NoiseMeter.ofIndependentDraws(1).read(1, 1, 1);

        assertThat(reading.noiseTrace()).isNaN();
        assertThat(reading.gradientNormSquared()).isNaN();
    }

    @Test
    void refusesAnEmptyPopulation() {
        assertThatThrownBy(() -> NoiseMeter.ofDrawsFromPopulation(2, 0))
                .hasMessage("population must be at least 1, was 0");
    }
}
