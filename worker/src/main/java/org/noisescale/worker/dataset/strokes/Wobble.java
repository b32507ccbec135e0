package org.noisescale.worker.dataset.strokes;

/**
 * An elastic displacement of the unit square: in x and in y the sum of a slow and a quicker wave, so that neighbouring
 * points move together.
 */
record Wobble(Wave slowX, Wave slowY, Wave quickX, Wave quickY) {
    private static final double SLOW_AMPLITUDE = 0.045;
    private static final double QUICK_AMPLITUDE = 0.02;

    static Wobble random(RandomStream random) {
        return new Wobble(
                Wave.random(random, 0.3, 0.8),
                Wave.random(random, 0.3, 0.8),
                Wave.random(random, 0.8, 1.6),
                Wave.random(random, 0.8, 1.6));
    }

    Point apply(Point point) {
        return point.plus(new Point(
                SLOW_AMPLITUDE * slowX.at(point) + QUICK_AMPLITUDE * quickX.at(point),
                SLOW_AMPLITUDE * slowY.at(point) + QUICK_AMPLITUDE * quickY.at(point)));
    }
}
