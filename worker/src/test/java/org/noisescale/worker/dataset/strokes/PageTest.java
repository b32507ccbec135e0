package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PageTest {
    private final Page page = new Page();

    @Test
    void isBlankAtFirst() {
        assertThat(page.ink()).hasSize(28 * 28).containsOnly(0.0);
    }

    @Test
    void inksAPixelByItsDistanceFromTheLine() {
        page.draw(new Point(5, 10.5), new Point(20, 10.5), 1.2);

        assertThat(inkAt(12, 10)).isEqualTo(1);
        assertThat(inkAt(12, 11)).isCloseTo(0.7, within(1e-12));
        assertThat(inkAt(12, 9)).isCloseTo(0.7, within(1e-12));
        assertThat(inkAt(12, 12)).isZero();
        assertThat(inkAt(12, 8)).isZero();
    }

    /** A line of length 10 with round ends covers 2·r·10 + πr² pixels. */
    @Test
    void usesAsMuchInkAsTheLineHasArea() {
        page.draw(new Point(8.3, 9.1), new Point(14.3, 17.1), 1.5);

        assertThat(Arrays.stream(page.ink()).sum()).isCloseTo(30 + Math.PI * 2.25, within(0.8));
    }

    @Test
    void drawsAPointAsADot() {
        page.draw(new Point(14.5, 14.5), new Point(14.5, 14.5), 1);

        assertThat(inkAt(14, 14)).isEqualTo(1);
        assertThat(inkAt(15, 14)).isEqualTo(0.5);
        assertThat(inkAt(14, 15)).isEqualTo(0.5);
        assertThat(inkAt(15, 15)).isCloseTo(1.5 - Math.sqrt(2), within(1e-12));
    }

    @Test
    void becomesNoDarkerWhereLinesCross() {
        page.draw(new Point(5, 14), new Point(23, 14), 1.3);
        double[] once = page.ink().clone();

        page.draw(new Point(5, 14), new Point(23, 14), 1.3);

        assertThat(page.ink()).isEqualTo(once);
    }

    @Test
    void losesWhatLiesBeyondItsEdge() {
        page.draw(new Point(-40, 14.5), new Point(70, 14.5), 1);
        page.draw(new Point(-9, -9), new Point(-4, -5), 2);
        page.draw(new Point(35, 31), new Point(33, 40), 2);

        assertThat(inkAt(0, 14)).isEqualTo(1);
        assertThat(inkAt(27, 14)).isEqualTo(1);
        assertThat(Arrays.stream(page.ink()).sum()).isCloseTo(28 * 2, within(1e-9));
    }

    private double inkAt(int column, int row) {
        return page.ink()[row * Strokes.SIDE + column];
    }
}
