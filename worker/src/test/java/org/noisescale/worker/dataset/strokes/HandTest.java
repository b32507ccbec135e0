package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HandTest {
    private static final Point TOP_LEFT = new Point(0.2, 0);
    private static final Point TOP_RIGHT = new Point(0.8, 0);
    private static final Point BOTTOM_LEFT = new Point(0.2, 1);

    @Test
    void neverMirrorsADigitOrLaysItOnItsSide() {
        assertThat(hands()).allSatisfy(hand -> {
            List<Point> corners = hand.write(List.of(TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT));

            assertThat(corners.get(1).x()).isGreaterThan(corners.get(0).x() + 2);
            assertThat(corners.get(2).y()).isGreaterThan(corners.get(0).y() + 8);
        });
    }

    /** Points 1/50 apart, which would be 0.4 pixels without distortion. */
    @Test
    void keepsNeighboursTogether() {
        assertThat(hands()).allSatisfy(hand -> {
            List<Point> neighbours = hand.write(List.of(new Point(0.5, 0.5), new Point(0.5, 0.52)));

            assertThat(neighbours.get(1).minus(neighbours.get(0)).length()).isBetween(0.05, 0.8);
        });
    }

    @Test
    void bendsWhatIsStraight() {
        assertThat(hands().filter(HandTest::bends).count()).isGreaterThan(900);
    }

    /** Whether the middle of a vertical line strays from the middle of its ends by a tenth of a pixel. */
    private static boolean bends(Hand hand) {
        List<Point> line = hand.write(List.of(new Point(0.5, 0), new Point(0.5, 0.5), new Point(0.5, 1)));
        Point middle = line.get(0).plus(line.get(2)).times(0.5);
        return middle.minus(line.get(1)).length() > 0.1;
    }

    private static Stream<Hand> hands() {
        return LongStream.range(0, 1_000).mapToObj(index -> Hand.random(new RandomStream(1, 2, index)));
    }
}
