package org.noisescale.parameterserver.optimizer;

/**
 * Powers by repeated squaring: unlike {@code StrictMath.pow} it allocates nothing, unlike {@code Math.pow} it has the
 * same bits everywhere.
 */
final class Power {
    private Power() {}

    static double of(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            result *= (rest & 1) == 1 ? square : 1;
            square *= square;
        }
        return result;
    }
}
