package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PopulationNoiseTest {
    @Test
    void countsTheNoiseOut() {
        PopulationNoise noise = PopulationNoise.of(List.of(List.of(1.0, 0.0), List.of(3.0, 0.0), List.of(2.0, 3.0)));

        assertThat(noise.gradientNormSquared()).isCloseTo(4 + 1, within(1e-12));
        assertThat(noise.trace()).isCloseTo((1 + 1 + 0 + 1 + 1 + 4) / 2.0, within(1e-12));
    }
}
