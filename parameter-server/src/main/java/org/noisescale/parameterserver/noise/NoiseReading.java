package org.noisescale.parameterserver.noise;

/**
 * What the meter reads at one step. Both are unbiased estimates and may be negative; NaN where nothing can be read.
 *
 * @param noiseTrace tr Σ of the per-example gradient covariance
 * @param gradientNormSquared |G|² of the true gradient
 */
public record NoiseReading(double noiseTrace, double gradientNormSquared) {}
