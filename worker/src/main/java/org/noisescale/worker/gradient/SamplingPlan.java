package org.noisescale.worker.gradient;

import java.io.Serializable;
import org.noisescale.worker.dataset.BatchSampler;
import org.noisescale.worker.dataset.ReplacementSampler;
import org.noisescale.worker.dataset.ReshuffledSampler;

/** How batches are drawn. */
public record SamplingPlan(long seed, boolean withReplacement) implements Serializable {
    private static final long serialVersionUID = 1;

    BatchSampler sampler(int virtualWorker, int exampleCount, int batchSize) {
        return withReplacement
                ? new ReplacementSampler(seed, virtualWorker, exampleCount, batchSize)
                : new ReshuffledSampler(seed, virtualWorker, exampleCount, batchSize);
    }
}
