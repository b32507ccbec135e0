package org.noisescale.worker.dataset.strokes;

import java.util.List;

/** How one hand distorts what it means to write: an elastic wobble in the unit square, then its slope and size. */
record Hand(Wobble wobble, Slope slope) {
    static Hand random(RandomStream random) {
        return new Hand(Wobble.random(random), Slope.random(random));
    }

    /** The points, meant in the unit square, as they come to lie on the page, in pixels. */
    List<Point> write(List<Point> points) {
        return points.stream().map(point -> slope.apply(wobble.apply(point))).toList();
    }
}
