package org.noisescale.driver.results;

import org.noisescale.parameterserver.service.StepReport;

/**
 * One row of {@code steps.csv}.
 *
 * @param examples counted since the beginning of the run, this step's included
 * @param wallSeconds since the run's job was submitted
 * @param evaluationLoss after this step's update; NaN where it was not evaluated
 * @param evaluationAccuracy likewise; NaN also where the task has no classes
 */
public record StepRow(
        StepReport report, long examples, double wallSeconds, double evaluationLoss, double evaluationAccuracy) {}
