package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.study.Scaling;
import org.noisescale.worker.dataset.CounterRandom;

class FeatureFiguresTest {
    private static final float[] VALUES = values(1000);

    @Test
    void agreesWithTheDefinitionsInTwoPasses() {
        FeatureFigures figures = figures(0, 1000);

        double mean =
                IntStream.range(0, 1000).mapToDouble(i -> VALUES[i]).average().orElseThrow();
        double variance = IntStream.range(0, 1000)
                .mapToDouble(i -> (VALUES[i] - mean) * (VALUES[i] - mean))
                .average()
                .orElseThrow();
        assertThat(figures.mean(0)).isCloseTo(mean, within(1e-9));
        assertThat(figures.deviation(0)).isCloseTo(Math.sqrt(variance), within(1e-9));
    }

    @Test
    void mergedPartsAgreeWithTheWhole() {
        FeatureFigures whole = figures(0, 1000);
        FeatureFigures merged = new FeatureFigures(1);

        merged.merge(figures(0, 10));
        merged.merge(new FeatureFigures(1));
        merged.merge(figures(10, 700));
        merged.merge(figures(700, 1000));

        assertThat(merged.mean(0)).isCloseTo(whole.mean(0), within(1e-9));
        assertThat(merged.deviation(0)).isCloseTo(whole.deviation(0), within(1e-9));
        assertThat(merged.least(0)).isEqualTo(whole.least(0));
        assertThat(merged.greatest(0)).isEqualTo(whole.greatest(0));
    }

    @Test
    void standardisesToMeanZeroAndVarianceOne() {
        float[] scaled = scaled(Scaling.STANDARDISE, figures(0, 1000));

        FeatureFigures after = new FeatureFigures(1);
        IntStream.range(0, 1000).forEach(i -> after.observe(scaled, i));
        assertThat(after.mean(0)).isCloseTo(0, within(1e-6));
        assertThat(after.deviation(0)).isCloseTo(1, within(1e-6));
    }

    @Test
    void scalesToTheUnitIntervalExactlyAtItsEnds() {
        assertThat(scaled(Scaling.UNIT, figures(0, 1000))).contains(0).contains(1);
    }

    @Test
    void leavesFeaturesAloneWhenAsked() {
        assertThat(scaled(Scaling.NONE, figures(0, 1000))).isEqualTo(VALUES);
    }

    @Test
    void aConstantBecomesZero() {
        float[] constant = {0.1f, 0.1f, 0.1f};
        FeatureFigures figures = new FeatureFigures(1);
        IntStream.range(0, 3).forEach(i -> figures.observe(constant, i));
        float[] target = {9, 9};

        FeatureScaling.of(Scaling.STANDARDISE, figures, false).applyInto(constant, 1, target, 0);
        FeatureScaling.of(Scaling.UNIT, figures, false).applyInto(constant, 1, target, 1);

        assertThat(target).containsExactly(0, 0);
    }

    @Test
    void pixelsShareOneRangeAndColumnsHaveTheirOwn() {
        float[] example = {1, 10, 3, 20};
        FeatureFigures figures = new FeatureFigures(2);
        figures.observe(example, 0);
        figures.observe(example, 2);
        float[] columns = new float[2];
        float[] pixels = new float[2];

        FeatureScaling.of(Scaling.UNIT, figures, false).applyInto(example, 2, columns, 0);
        FeatureScaling.of(Scaling.UNIT, figures, true).applyInto(example, 2, pixels, 0);

        assertThat(columns).containsExactly(1, 1);
        assertThat(pixels).containsExactly(2 / 19f, 1);
    }

    private static float[] scaled(Scaling scaling, FeatureFigures figures) {
        float[] scaled = new float[VALUES.length];
        FeatureScaling measures = FeatureScaling.of(scaling, figures, false);
        IntStream.range(0, VALUES.length).forEach(i -> measures.applyInto(VALUES, i, scaled, i));
        return scaled;
    }

    private static FeatureFigures figures(int first, int end) {
        FeatureFigures figures = new FeatureFigures(1);
        IntStream.range(first, end).forEach(i -> figures.observe(VALUES, i));
        return figures;
    }

    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (1000 + 3 * CounterRandom.gaussian(1, i));
        }
        return values;
    }
}
