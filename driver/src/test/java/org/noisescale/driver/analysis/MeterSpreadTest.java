package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** d = 50, Σ with eigenvalues ∝ 1/i and trace 100, |G|² = 1, eight workers with four examples each. */
class MeterSpreadTest {
    private static final double HARMONIC =
            IntStream.rangeClosed(1, 50).mapToDouble(i -> 1.0 / i).sum();
    private static final List<Double> VARIANCES =
            IntStream.rangeClosed(1, 50).mapToObj(i -> 100 / HARMONIC / i).toList();
    private static final MeterSpread SPREAD =
            new MeterSpread(VARIANCES, Collections.nCopies(50, 1 / Math.sqrt(50)), 8, 32);

    @Test
    void knowsTheFiguresOfTheToyCheck() {
        assertThat(SPREAD.trace()).isCloseTo(100, within(1e-9));
        assertThat(SPREAD.traceDeviation()).isCloseTo(15.15, within(0.005));
        assertThat(SPREAD.gradientNormSquared()).isCloseTo(1, within(1e-9));
        assertThat(SPREAD.normDeviation()).isCloseTo(1.43, within(0.005));
    }

    /** 2,000 ratios of averages over 2,000 normal pairs; the standard error of their deviation is about 2 %. */
    @Test
    void knowsHowFarRatiosOfAveragesScatter() {
        Random random = new Random(1);
        double[] ratios = random.doubles(2000).map(unused -> ratio(random)).toArray();

        MeanEstimate measured = MeanEstimate.of(ratios);

        double deviation = measured.standardError() * Math.sqrt(ratios.length);
        assertThat(deviation / SPREAD.ratioDeviation(2000)).isCloseTo(1, within(0.08));
    }

    /** S̄ and the average of |G|² with the variances and the covariance −Var S/B of the class comment. */
    private static double ratio(Random random) {
        double scale = 1 / Math.sqrt(2000);
        double trace = SPREAD.traceDeviation() * random.nextGaussian();
        double rest = Math.sqrt(Math.pow(SPREAD.normDeviation(), 2) - Math.pow(SPREAD.traceDeviation() / 32, 2));
        double norm = -trace / 32 + rest * random.nextGaussian();
        return (100 + scale * trace) / (1 + scale * norm);
    }
}
