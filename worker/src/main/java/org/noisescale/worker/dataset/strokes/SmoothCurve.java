package org.noisescale.worker.dataset.strokes;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows a stroke as a hand would: by a centripetal Catmull-Rom spline through its anchors (Yuksel, Schaefer and
 * Keyser, "Parameterization and applications of Catmull-Rom curves", Computer-Aided Design 43(7), 2011), which has no
 * cusps or loops between anchors, however unevenly they lie. In Hermite form, the tangent at anchor p<sub>i</sub> per
 * unit of the knot distance d<sub>i</sub> = √|p<sub>i+1</sub> − p<sub>i</sub>| is
 *
 * <pre>
 * m(i) = (p(i) − p(i−1)) / d(i−1) − (p(i+1) − p(i−1)) / (d(i−1) + d(i)) + (p(i+1) − p(i)) / d(i)
 * </pre>
 *
 * Where the pen starts, stops or turns a corner, the tangent is the straight way between the two anchors. Neighbouring
 * anchors must not coincide.
 */
final class SmoothCurve {
    private static final double STEP_LENGTH = 0.06;

    private final List<Anchor> stroke;

    SmoothCurve(List<Anchor> stroke) {
        this.stroke = stroke;
    }

    /** Points on the curve about every 0.06 units, on its straight parts as well, and on every anchor. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        points.add(place(0));
        for (int anchor = 1; anchor < stroke.size(); anchor++) {
            appendPiece(anchor, points);
        }
        return points;
    }

    /** The cubic from the anchor before this one to this one, without its first point. */
    private void appendPiece(int anchor, List<Point> points) {
        Point from = place(anchor - 1);
        Point way = place(anchor).minus(from);
        double knotDistance = knotDistance(anchor - 1);
        Point departure = tangent(anchor - 1, way.times(1 / knotDistance)).times(knotDistance);
        Point arrival = tangent(anchor, way.times(1 / knotDistance)).times(knotDistance);
        int stepCount = 1 + (int) (way.length() / STEP_LENGTH);
        for (int step = 1; step <= stepCount; step++) {
            double t = (double) step / stepCount;
            points.add(from.plus(way.times(t * t * (3 - 2 * t)))
                    .plus(departure.times(t * (1 - t) * (1 - t)))
                    .plus(arrival.times(t * t * (t - 1))));
        }
    }

    private Point tangent(int anchor, Point straight) {
        if (anchor == 0 || anchor == stroke.size() - 1 || stroke.get(anchor).corner()) {
            return straight;
        }
        double before = knotDistance(anchor - 1);
        double after = knotDistance(anchor);
        Point arriving = place(anchor).minus(place(anchor - 1));
        Point leaving = place(anchor + 1).minus(place(anchor));
        return arriving.times(1 / before)
                .minus(arriving.plus(leaving).times(1 / (before + after)))
                .plus(leaving.times(1 / after));
    }

    private double knotDistance(int anchor) {
        return Math.sqrt(place(anchor + 1).minus(place(anchor)).length());
    }

    private Point place(int anchor) {
        return stroke.get(anchor).place();
    }
}
