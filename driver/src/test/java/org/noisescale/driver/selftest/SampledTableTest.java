package org.noisescale.driver.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.PopulationNoise;

/**
 * That readings of dealt and drawn batches have the table's figures for their mean, which the problem takes for true.
 */
class SampledTableTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void simulatedRunsScatterAboutTheTruth(boolean withReplacement) {
        List<List<Double>> gradients = Table.gradients();
        PopulationNoise truth = PopulationNoise.of(gradients);
        Random random = new Random(7);

        List<PopulationNoise> runs = IntStream.range(0, 400)
                .mapToObj(run -> new SampledTable(withReplacement).simulate(gradients, random))
                .toList();

        MeanEstimate trace = MeanEstimate.of(
                runs.stream().mapToDouble(PopulationNoise::trace).toArray());
        MeanEstimate norm = MeanEstimate.of(
                runs.stream().mapToDouble(PopulationNoise::gradientNormSquared).toArray());
        assertThat((trace.mean() - truth.trace()) / trace.standardError()).isBetween(-5.0, 5.0);
        assertThat((norm.mean() - truth.gradientNormSquared()) / norm.standardError())
                .isBetween(-5.0, 5.0);
        assertThat(norm.standardError())
                .as("sharp enough to tell the correction for the population")
                .isLessThan(truth.trace() / Table.TRAINING / 10);
    }
}
