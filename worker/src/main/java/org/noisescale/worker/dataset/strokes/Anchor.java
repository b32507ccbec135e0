package org.noisescale.worker.dataset.strokes;

/** A place that the pen passes: smoothly, or, at a corner, stopping and turning. */
record Anchor(Point place, boolean corner) {
    private static final char CORNER = '^';

    /** Reads {@code "x,y"} in percent of the unit square, {@code "x,y^"} for a corner. */
    static Anchor parse(String notation) {
        boolean corner = notation.indexOf(CORNER) >= 0;
        int comma = notation.indexOf(',');
        int end = notation.length() - (corner ? 1 : 0);
        int x = Integer.parseInt(notation, 0, comma, 10);
        int y = Integer.parseInt(notation, comma + 1, end, 10);
        return new Anchor(new Point(x / 100.0, y / 100.0), corner);
    }

    /** The anchor as a hand hits it that misses by {@code deviation} in x and in y. */
    Anchor jittered(RandomStream random, double deviation) {
        return new Anchor(place.plus(new Point(random.bell(), random.bell()).times(deviation)), corner);
    }
}
