package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScanTest {
    private final Page page = new Page();
    private final float[] image = new float[Strokes.FEATURE_COUNT];

    @Test
    void readsInkAsDarknessRoundedToA255th() {
        page.draw(new Point(14.5, 14.5), new Point(14.5, 14.5), 1);

        new Scan(0.8, 0).readInto(page, new RandomStream(1, 2, 3), image, 0);

        assertThat(image[0]).isZero();
        assertThat(image[14 * Strokes.SIDE + 14]).isEqualTo(204 / 255f);
        assertThat(image[14 * Strokes.SIDE + 15]).isEqualTo(102 / 255f);
    }

    /**
     * Half of the blank pixels are pushed below paper and read 0; the mean of the others is that of a half-normal
     * distribution, 0.1·√(2/π) ≈ 0.08, with a standard error of 0.003.
     */
    @Test
    void addsGrainToABlankPage() {
        new Scan(1, 0.1).readInto(page, new RandomStream(1, 2, 3), image, 0);

        double sum = 0;
        int grainCount = 0;
        for (float value : image) {
            sum += value;
            grainCount += value > 0 ? 1 : 0;
        }
        assertThat(grainCount).isBetween(320, 464);
        assertThat(sum / grainCount).isCloseTo(0.08, within(0.012));
    }
}
