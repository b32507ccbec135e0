package org.noisescale.worker.dataset.strokes;

/** A place on the page, or a way from one place to another; x points right, y down. */
record Point(double x, double y) {
    Point plus(Point other) {
        return new Point(x + other.x, y + other.y);
    }

    Point minus(Point other) {
        return new Point(x - other.x, y - other.y);
    }

    Point times(double factor) {
        return new Point(factor * x, factor * y);
    }

    double length() {
        return Math.sqrt(x * x + y * y);
    }
}
