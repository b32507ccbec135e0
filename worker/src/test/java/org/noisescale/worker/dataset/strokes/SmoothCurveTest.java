package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmoothCurveTest {
    @Test
    void passesThroughEveryAnchor() {
        List<Anchor> stroke = stroke("70,16 50,2 30,12 34,34 56,50 74,72^ 62,95 24,80");

        List<Point> points = new SmoothCurve(stroke).points();

        assertThat(stroke)
                .allSatisfy(anchor -> assertThat(points)
                        .anySatisfy(point ->
                                assertThat(point.minus(anchor.place()).length()).isLessThan(1e-12)));
    }

    @Test
    void takesSmallSteps() {
        List<Point> points = new SmoothCurve(stroke("22,22 34,5 56,2 72,14 72,34 22,97^ 80,96")).points();

        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).minus(points.get(i - 1)).length()).isBetween(0.001, 0.1);
        }
    }

    @Test
    void runsStraightBetweenTwoAnchors() {
        List<Point> points = new SmoothCurve(stroke("0,0 100,50")).points();

        assertThat(points)
                .hasSizeGreaterThan(15)
                .allSatisfy(point -> assertThat(point.y()).isCloseTo(point.x() / 2, within(1e-12)));
    }

    @Test
    void runsStraightIntoACornerAndOutOfIt() {
        List<Point> points = new SmoothCurve(stroke("0,0 100,0^ 100,100")).points();

        assertThat(points)
                .allSatisfy(point ->
                        assertThat(point.y() < 1e-12 || point.x() > 1 - 1e-12).isTrue());
    }

    /** Sixteen anchors on a circle: a spline through them strays from it by far less than a pixel (1/20). */
    @Test
    void drawsACircleThroughAnchorsOnACircle() {
        StringBuilder notation = new StringBuilder("100,50");
        for (int i = 1; i < 16; i++) {
            double angle = i * Math.PI / 8;
            notation.append(' ').append(Math.round(50 + 50 * Math.cos(angle)));
            notation.append(',').append(Math.round(50 + 50 * Math.sin(angle)));
        }

        List<Point> points = new SmoothCurve(stroke(notation.toString())).points();

        assertThat(points)
                .allSatisfy(point ->
                        assertThat(point.minus(new Point(0.5, 0.5)).length()).isCloseTo(0.5, within(0.015)));
    }

    private static List<Anchor> stroke(String notation) {
        return Skeleton.parse(notation).strokes().get(0);
    }
}
