package org.noisescale.worker.dataset.strokes;

/**
 * A plane wave, {@code sin(frequencyX x + frequencyY y + phase)}: the smooth randomness of a hand. Frequencies are in
 * radians per unit of length, the phase in radians.
 */
record Wave(double frequencyX, double frequencyY, double phase) {
    private static final double TURN = 2 * StrictMath.PI;

    /** A wave in a random direction, with between {@code low} and {@code high} periods in a unit of length. */
    static Wave random(RandomStream random, double low, double high) {
        double direction = random.between(0, TURN);
        double frequency = TURN * random.between(low, high);
        return new Wave(
                frequency * StrictMath.cos(direction), frequency * StrictMath.sin(direction), random.between(0, TURN));
    }

    /** The height at a point, in {@code [-1, 1]}. */
    double at(Point point) {
        return StrictMath.sin(frequencyX * point.x() + frequencyY * point.y() + phase);
    }
}
