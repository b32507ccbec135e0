package org.noisescale.driver.analysis;

/**
 * A confidence interval; {@code high} is infinite where the figures set no upper limit, both are NaN without figures.
 */
public record Interval(double low, double high) {}
