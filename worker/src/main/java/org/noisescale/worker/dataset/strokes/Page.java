package org.noisescale.worker.dataset.strokes;

/**
 * A page of {@link Strokes#SIDE}² pixels. Pixel (column, row) has its centre at {@code (column + ½, row + ½)}; it is
 * inked by how far the distance from there to the pen's way falls short of the pen's radius: fully from half a pixel
 * inside the edge, not at all from half a pixel outside. Where lines cross the darker one counts.
 */
final class Page {
    private final double[] ink = new double[Strokes.FEATURE_COUNT];

    /** Draws a straight line with round ends; what lies beyond the page is lost. */
    void draw(Point from, Point to, double radius) {
        double reach = radius + 0.5;
        int firstColumn = clamp(Math.min(from.x(), to.x()) - reach);
        int endColumn = clamp(Math.max(from.x(), to.x()) + reach + 1);
        int firstRow = clamp(Math.min(from.y(), to.y()) - reach);
        int endRow = clamp(Math.max(from.y(), to.y()) + reach + 1);
        Segment segment = new Segment(from, to);
        for (int row = firstRow; row < endRow; row++) {
            for (int column = firstColumn; column < endColumn; column++) {
                int pixel = row * Strokes.SIDE + column;
                double coverage = reach - segment.distance(column + 0.5, row + 0.5);
                ink[pixel] = Math.max(ink[pixel], Math.min(coverage, 1));
            }
        }
    }

    /** The ink of each pixel, row by row, in {@code [0, 1]}; shared, not a copy. */
    double[] ink() {
        return ink;
    }

    private static int clamp(double coordinate) {
        return (int) Math.max(0, Math.min(Strokes.SIDE, coordinate));
    }
}
