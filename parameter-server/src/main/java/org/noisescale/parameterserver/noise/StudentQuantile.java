package org.noisescale.parameterserver.noise;

/**
 * Quantiles of Student's distribution from those of the normal one, by the first terms of the expansion of Fisher and
 * Cornish (1960) in 1/ν; within 0.2 % from ν = 5 and 4 % from ν = 2 on.
 */
final class StudentQuantile {
    private StudentQuantile() {}

    /** The quantile for ν degrees of freedom, ν ≥ 1.5, at the level at which the normal quantile is {@code z}. */
    static double of(double degreesOfFreedom, double z) {
        double square = z * z;
        double first = z * (square + 1) / 4;
        double second = z * ((5 * square + 16) * square + 3) / 96;
        double third = z * (((3 * square + 19) * square + 17) * square - 15) / 384;
        return z + (first + (second + third / degreesOfFreedom) / degreesOfFreedom) / degreesOfFreedom;
    }
}
