package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/** How the gradient of a segment becomes its update. */
public record SegmentPlan(UpdateRule rule, LearningRateSchedule schedule, Regularization regularization)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
