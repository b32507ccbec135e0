package org.noisescale.parameterserver.service;

/**
 * What is known of an update from the order of pushes.
 *
 * @param stalenessMean over the pushes that it was made of
 * @param spread (1/W) Σ |θ_w − θ̄|² of local workers before they were averaged; NaN under other rules
 * @param timeNs since the first turn began
 * @param book all pushes up to this update, and perhaps some after it; belongs to the thread that tells
 */
public record RoundFigures(double stalenessMean, double spread, long timeNs, ArrivalBook book) {}
