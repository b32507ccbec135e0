package org.noisescale.worker.dataset;

import java.io.Serializable;

/**
 * How a global batch of B examples, and with it the N training examples, are divided over V virtual workers.
 *
 * <p>With c_v = ⌊vB/V⌋, virtual worker v contributes b_v = c_{v+1} − c_v examples to every batch (shares differ by at
 * most one and sum to B) and owns the positions [⌊N·c_v/B⌋, ⌊N·c_{v+1}/B⌋) of the shuffled training examples. It thus
 * owns n_v ≈ N·b_v/B of them, so that the pooled gradient Σ_v b_v·(mean over its n_v)/B weighs every example alike, up
 * to the rounding of n_v to a whole number (exactly where B divides N·b_v).
 */
public record BatchShares(int batchSize, int virtualWorkers) implements Serializable {
    /** Checks that every virtual worker has a share of at least one example. */
    public BatchShares {
        if (virtualWorkers < 1 || batchSize < virtualWorkers) {
            throw new IllegalArgumentException("batchSize must be at least virtualWorkers, and that at least 1, were "
                    + batchSize + " and " + virtualWorkers);
        }
    }

    /** b_v: how many examples of each batch virtual worker {@code virtualWorker} contributes. */
    public int share(int virtualWorker) {
        return cumulative(virtualWorker + 1) - cumulative(virtualWorker);
    }

    /**
     * The position where the training examples of this virtual worker begin, and where those of the one before end;
     * {@code firstExample(virtualWorkers(), examples) == examples}.
     *
     * @param examples N; at least the batch size, which is exactly when every virtual worker owns its share or more
     */
    public long firstExample(int virtualWorker, long examples) {
        if (examples < batchSize || examples > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "examples must be in [batchSize, 2^31), were " + examples + " with a batchSize of " + batchSize);
        }
        return examples * cumulative(virtualWorker) / batchSize;
    }

    private int cumulative(int virtualWorker) {
        if (virtualWorker < 0 || virtualWorker > virtualWorkers) {
            throw new IllegalArgumentException(
                    "there is no virtual worker " + virtualWorker + " among " + virtualWorkers);
        }
        return (int) ((long) virtualWorker * batchSize / virtualWorkers);
    }
}
