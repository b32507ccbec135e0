package org.noisescale.parameterserver.service;

import java.util.List;
import org.noisescale.parameterserver.moments.StatisticsNoise;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;

/**
 * Is told what a run does; called by one thread of the server, in the order of the steps. What a call throws ends the
 * run.
 */
public interface RunListener {
    /** What is known of the next step from the order of its pushes, under every rule but bsp; told before the step. */
    default void onRound(RoundFigures figures) {}

    /**
     * Σ |s|²/b and |Σ s|² over all parameters and the sums s that the next step was made of, statistics included; told
     * before the step.
     */
    default void onNorms(double weighted, double squared) {}

    /**
     * How far the statistics of layers scatter between two batches at the version before the next step, 1 for the
     * first; told before the step, where a second batch was looked at.
     */
    default void onStatistics(long step, List<StatisticsNoise> layers) {}

    /** A step is complete. */
    void onStep(StepReport report);

    /** All held-out examples were evaluated at a version. */
    void onEvaluation(long version, EvaluationSum sum);

    /**
     * Where a worker's time of a step, 1 for the first, went; about when the step itself is told, before or after, and
     * before the next one. May be told twice; may stay away where a frame is lost.
     */
    default void onWorkerTiming(long step, WorkerTiming timing) {}

    /** The same of a shard. */
    default void onShardTiming(long step, ShardTiming timing) {}

    /**
     * Whether the run is over after the evaluation at {@code version}, which was told just before. Asked once for each
     * evaluation of a run whose workers wait for verdicts; what the listener answers is all that they hear.
     */
    default boolean isOverAt(long version) {
        return false;
    }

    /**
     * The run cannot go on, for a reason in one line. Told at most once, and nothing after it; the server is to be
     * closed.
     */
    void onFailure(String reason);
}
