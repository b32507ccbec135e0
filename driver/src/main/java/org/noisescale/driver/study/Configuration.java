package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.Objects;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;

/**
 * Everything that determines one training but its seed.
 *
 * @param data where the examples come from
 * @param model what is trained; quadratic if and only if the data is
 * @param optimizer how the server applies a gradient
 * @param training how the work is cut and shared
 */
public record Configuration(DataPlan data, ModelPlan model, OptimizerPlan optimizer, TrainingPlan training)
        implements Serializable {
    /** Checks what no part can check alone. */
    public Configuration {
        Objects.requireNonNull(optimizer);
        if (data instanceof DataPlan.Quadratic != model instanceof ModelPlan.Quadratic) {
            throw new IllegalArgumentException("model.kind quadratic and data.source quadratic need each other");
        }
        if (model.isClassifier() && data.task() == LabelPlan.Task.REGRESSION) {
            throw new IllegalArgumentException("a model with softmax outputs is for classes, not for regression");
        }
        if (data instanceof DataPlan.Strokes strokes) {
            requireFullBatch(strokes, training);
        }
    }

    private static void requireFullBatch(DataPlan.Strokes strokes, TrainingPlan training) {
        int left = strokes.examples() - strokes.evaluation().heldOut(strokes.examples());
        if (training.sampling() == TrainingPlan.Sampling.WITHOUT_REPLACEMENT && training.batchSize() > left) {
            throw new IllegalArgumentException("training.batchSize must be at most the " + left
                    + " training examples of an epoch when training.sampling is without-replacement, was "
                    + training.batchSize());
        }
    }
}
