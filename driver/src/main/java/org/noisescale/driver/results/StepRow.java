package org.noisescale.driver.results;

import java.util.Optional;
import org.noisescale.parameterserver.service.StepReport;

/**
 * One row of {@code steps.csv}.
 *
 * @param examples counted since the beginning of the run, this step's included
 * @param wallSeconds since the run's job was submitted
 * @param simulated when it was, and what it was made of; empty under bsp on a real cluster
 * @param evaluation after this step's update; empty where there was none
 */
public record StepRow(
        StepReport report,
        long examples,
        double wallSeconds,
        Optional<StepMoment> simulated,
        Optional<Evaluation> evaluation) {
    /** The same row with an evaluation. */
    public StepRow with(Evaluation found) {
        return new StepRow(report, examples, wallSeconds, simulated, Optional.of(found));
    }
}
