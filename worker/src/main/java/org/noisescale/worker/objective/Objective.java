package org.noisescale.worker.objective;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.worker.dataset.EpochAuditReport;

/**
 * What one worker optimizes: it turns parameters and a step's examples into sums of per-example gradients. Used by one
 * thread.
 */
public interface Objective extends AutoCloseable {
    /** The flat parameters: direct memory of floats, little-endian, written to by the client between steps. */
    ByteBuffer parameters();

    /** The flat gradient: direct memory of floats of the same length, filled by {@link #sumGradient}. */
    ByteBuffer gradient();

    /** How many examples a virtual worker contributes to each step. */
    int examples(int virtualWorker);

    /**
     * Says that the steps before this one were done by an earlier attempt of the run; called before the first gradient.
     * What is computed does not depend on them; whoever keeps account of the examples counts those of these steps.
     */
    void beginAt(long step);

    /**
     * Says how virtual workers share statistics with those of other workers in the middle of a gradient; called before
     * the first gradient. Nothing to most objectives.
     */
    default void shareThrough(StatisticsExchange exchange) {}

    /**
     * Computes the <em>sum</em> of the per-example gradients over one virtual worker's slice of a step's batch; a pure
     * function of the parameters, the run's seed, the step and the virtual worker.
     *
     * @param step 0 for the first
     * @return the sum of the per-example losses
     */
    double sumGradient(long step, int virtualWorker);

    /**
     * Fills the gradient as {@link #sumGradient} does, but over the examples of the next step, of which no account is
     * kept; called before the step's own gradients, which it does not alter. Only networks can be probed.
     */
    default void probe(long step, int virtualWorker) {
        throw new IllegalStateException("only networks are probed");
    }

    /**
     * How far the statistics of its layers scatter between the last probe and the gradient of the same step, which must
     * both be computed; empty where there are no such layers.
     */
    default List<StatisticsNoise> statisticsNoise(int virtualWorker) {
        return List.of();
    }

    /** Figures on one virtual worker's part of the held-out examples, at the present parameters. */
    EvaluationSum evaluate(int virtualWorker);

    /** The proof that every example was counted once per epoch; empty where examples are drawn otherwise. */
    Optional<EpochAuditReport> audit();

    /** Ends what it has started; its memory may not be used any more. */
    @Override
    default void close() {}
}
