package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingLeastSquaresTest {
    private static final List<Double> VARIANCES = List.of(2.0, 1.5, 1.0, 1.0, 0.5, 0.5, 0.25, 0.25);

    @Test
    void knowsThePublishedFigures() {
        assertThat(new StreamingLeastSquares(VARIANCES, 0.5, 0.05, 1).excessError())
                .isCloseTo(0.115027, within(5e-7));
        assertThat(new StreamingLeastSquares(VARIANCES, 0.5, 0.05, 4).excessError())
                .isCloseTo(0.0238737, within(5e-8));
    }

    @Test
    void knowsWhereThereIsNoRest() {
        StreamingLeastSquares diverging = new StreamingLeastSquares(List.of(1.0, 1.0), 0.5, 0.5, 1);

        assertThat(diverging.kappa()).isEqualTo(1);
        assertThat(diverging.excessError()).isInfinite();
    }
}
