package org.noisescale.parameterserver.optimizer;

/**
 * What one update θ ← θ − u did to all trainable parameters.
 *
 * @param parameterUpdateProduct θ·u, θ before the update
 * @param updateNormSquared |u|²
 * @param parameterNormSquared |θ|² after the update
 */
public record UpdateFigures(double parameterUpdateProduct, double updateNormSquared, double parameterNormSquared) {}
