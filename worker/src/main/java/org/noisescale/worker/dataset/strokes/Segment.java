package org.noisescale.worker.dataset.strokes;

/** A straight way from one point to another, prepared for many questions about the distance to it. */
final class Segment {
    private final Point from;
    private final Point way;
    private final double inverseSquaredLength;

    Segment(Point from, Point to) {
        this.from = from;
        way = to.minus(from);
        double squaredLength = way.x() * way.x() + way.y() * way.y();
        inverseSquaredLength = squaredLength > 0 ? 1 / squaredLength : 0;
    }

    /** How far (x, y) is from the nearest point of the segment. */
    double distance(double x, double y) {
        double alongX = x - from.x();
        double alongY = y - from.y();
        double part = (alongX * way.x() + alongY * way.y()) * inverseSquaredLength;
        double nearest = Math.max(0, Math.min(1, part));
        double offX = alongX - nearest * way.x();
        double offY = alongY - nearest * way.y();
        return Math.sqrt(offX * offX + offY * offY);
    }
}
