package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandwritingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void writesADigitInAtLeastThreeWays(int digit) {
        assertThat(skeletons(digit).distinct()).hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void fillsTheHeightOfTheUnitSquareAndStaysInIt(int digit) {
        assertThat(skeletons(digit).distinct()).allSatisfy(skeleton -> {
            List<Point> places = skeleton.strokes().stream()
                    .flatMap(List::stream)
                    .map(Anchor::place)
                    .toList();
            assertThat(places).allSatisfy(place -> assertThat(place.x()).isBetween(0.1, 0.9));
            assertThat(places.stream().mapToDouble(Point::y).min().orElseThrow())
                    .isBetween(0.0, 0.06);
            assertThat(places.stream().mapToDouble(Point::y).max().orElseThrow())
                    .isBetween(0.94, 1.0);
        });
    }

    private static Stream<Skeleton> skeletons(int digit) {
        RandomStream random = new RandomStream(1, 2, 3);
        return Stream.generate(() -> Handwriting.skeleton(digit, random)).limit(100);
    }
}
