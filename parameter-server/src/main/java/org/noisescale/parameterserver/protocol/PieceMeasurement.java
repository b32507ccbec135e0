package org.noisescale.parameterserver.protocol;

/**
 * What a shard measured of one piece in one step.
 *
 * @param weightedSquaredNorm Σₖ |sₖ|²/bₖ over virtual workers k
 * @param squaredNorm |Σₖ sₖ|²
 * @param updateProduct θ·u, θ before the update u; 0 for statistics, like the rest
 * @param updateSquaredNorm |u|²
 * @param parameterSquaredNorm |θ|² after the update
 */
public record PieceMeasurement(
        double weightedSquaredNorm,
        double squaredNorm,
        double updateProduct,
        double updateSquaredNorm,
        double parameterSquaredNorm) {}
