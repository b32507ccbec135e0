package org.noisescale.driver.study;

import java.io.Serializable;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;

/** Everything that determines one training but its seed. */
public record Configuration(DataPlan data, ModelPlan model, OptimizerPlan optimizer, TrainingPlan training)
        implements Serializable {}
