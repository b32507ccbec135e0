package org.noisescale.parameterserver.noise;

/**
 * A noise scale tr Σ/|G|² with its interval, in examples.
 *
 * @param value the ratio of the averages; negative if the average of |G|² came out negative, NaN without readings
 * @param low lower end of the interval
 * @param high upper end; infinite when the readings do not exclude |G|² = 0
 */
public record NoiseScale(double value, double low, double high) {}
