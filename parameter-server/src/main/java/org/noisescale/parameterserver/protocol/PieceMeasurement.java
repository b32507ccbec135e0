package org.noisescale.parameterserver.protocol;

/**
 * What a shard measured of one piece in one step.
 *
 * @param weightedSquaredNorm Σₖ |sₖ|²/bₖ over virtual workers k
 * @param squaredNorm |Σₖ sₖ|²
 * @param updateProduct θ·u, θ before the update u; 0 for statistics, like the rest
 * @param updateSquaredNorm |u|²
 * @param parameterSquaredNorm |θ|² after the update
 * @param independentWeighted Σ |s|²/b over sums that do not depend on each other, where virtual workers do: groups of
 *     them, or the step and a probe; NaN where there are none
 * @param independentSquared |Σ s|² over the same
 */
public record PieceMeasurement(
        double weightedSquaredNorm,
        double squaredNorm,
        double updateProduct,
        double updateSquaredNorm,
        double parameterSquaredNorm,
        double independentWeighted,
        double independentSquared) {
    /** Of a step whose virtual workers do not depend on each other. */
    public PieceMeasurement(
            double weightedSquaredNorm,
            double squaredNorm,
            double updateProduct,
            double updateSquaredNorm,
            double parameterSquaredNorm) {
        this(
                weightedSquaredNorm,
                squaredNorm,
                updateProduct,
                updateSquaredNorm,
                parameterSquaredNorm,
                Double.NaN,
                Double.NaN);
    }
}
