package org.noisescale.worker.dataset.strokes;

/**
 * An affine map of the unit square onto the page, {@code right·(x − ½) + down·(y − ½) + centre}, in pixels: size,
 * proportion, slant, rotation and place of a digit.
 */
record Slope(Point right, Point down, Point centre) {
    private static final Point HALF = new Point(0.5, 0.5);

    static Slope random(RandomStream random) {
        double height = random.between(15, 19.5);
        double width = height * (0.97 + 0.085 * random.bell());
        double slant = 0.12 + 0.17 * random.bell();
        double angle = 0.12 * random.bell();
        Point across = new Point(StrictMath.cos(angle), StrictMath.sin(angle));
        Point along = new Point(-across.y(), across.x());
        Point middle = new Point(Strokes.SIDE / 2.0, Strokes.SIDE / 2.0);
        return new Slope(
                across.times(width),
                along.minus(across.times(slant)).times(height),
                middle.plus(new Point(random.bell(), random.bell()).times(1.15)));
    }

    Point apply(Point point) {
        Point offCentre = point.minus(HALF);
        return right.times(offCentre.x()).plus(down.times(offCentre.y())).plus(centre);
    }
}
