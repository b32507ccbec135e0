package org.noisescale.driver.results;

/**
 * When a step was, and how stale what it took.
 *
 * @param wallSeconds of ours, since the run began
 * @param simulatedSeconds of the simulated cluster; NaN where time is real
 * @param stalenessMean over the pushes that the update was made of
 * @param spread (1/W) Σ |θ_w − θ̄|² of local workers before they were averaged; NaN under other rules
 */
public record StepMoment(double wallSeconds, double simulatedSeconds, double stalenessMean, double spread) {}
