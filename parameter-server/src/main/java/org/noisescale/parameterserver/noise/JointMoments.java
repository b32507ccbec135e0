package org.noisescale.parameterserver.noise;

/** Sums of the products of two variables up to the fourth degree, from which those of a·x + b·y follow for any a, b. */
final class JointMoments {
    private double xx;
    private double xy;
    private double yy;
    private double xxxx;
    private double xxxy;
    private double xxyy;
    private double xyyy;
    private double yyyy;

    void observe(double x, double y) {
        xx += x * x;
        xy += x * y;
        yy += y * y;
        xxxx += x * x * x * x;
        xxxy += x * x * x * y;
        xxyy += x * x * y * y;
        xyyy += x * y * y * y;
        yyyy += y * y * y * y;
    }

    /** Σ x². */
    double firstSquared() {
        return xx;
    }

    /** Σ xy. */
    double product() {
        return xy;
    }

    /** Σ y². */
    double secondSquared() {
        return yy;
    }

    /** Σ (ax + by)². */
    double squares(double a, double b) {
        return a * a * xx + 2 * a * b * xy + b * b * yy;
    }

    /** Σ (ax + by)⁴. */
    double fourthPowers(double a, double b) {
        return a * a * a * a * xxxx
                + 4 * a * a * a * b * xxxy
                + 6 * a * a * b * b * xxyy
                + 4 * a * b * b * b * xyyy
                + b * b * b * b * yyyy;
    }
}
