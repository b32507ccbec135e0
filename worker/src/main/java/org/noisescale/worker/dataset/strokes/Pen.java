package org.noisescale.worker.dataset.strokes;

import java.util.List;

/** A pen of some width, in pixels, that a hand presses down unevenly. */
record Pen(double radius, double unevenness, Wave pressure) {
    static Pen random(RandomStream random) {
        return new Pen(random.between(0.75, 1.6), random.between(0.05, 0.25), Wave.random(random, 0.02, 0.06));
    }

    /** Draws a line through the points on the page. */
    void draw(List<Point> line, Page page) {
        for (int end = 1; end < line.size(); end++) {
            page.draw(line.get(end - 1), line.get(end), radiusAt(line.get(end)));
        }
    }

    private double radiusAt(Point point) {
        return radius * (1 + unevenness * pressure.at(point));
    }
}
