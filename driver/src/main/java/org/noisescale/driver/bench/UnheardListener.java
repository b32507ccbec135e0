package org.noisescale.driver.bench;

import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.StepReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the reports of a bench go; a failure ends the workers, which is where the bench notices it. */
final class UnheardListener implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(UnheardListener.class);

    @Override
    public void onStep(StepReport report) {}

    @Override
    public void onEvaluation(long version, EvaluationSum sum) {}

    @Override
    public void onFailure(String reason) {
        LOG.error("the bench's server failed: {}", reason);
    }
}
