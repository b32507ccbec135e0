package org.noisescale.parameterserver.service;

import org.noisescale.parameterserver.shard.StepMeasurement;

/** Is told what a shard's session does, while it does it and by its thread. */
interface ShardWatch {
    /** Looks away. */
    ShardWatch NONE = new ShardWatch() {};

    /**
     * A gradient counts.
     *
     * @param staleness how many updates the chunk has had since the parameters at which the gradient was computed
     */
    default void onPush(int chunk, long staleness) {}

    /** A gradient changes nothing. */
    default void onIgnoredPush() {}

    /** A chunk is updated and will be sent next. */
    default void onUpdated() {}

    /** It is sent. */
    default void onSent(int chunk) {}

    /** All chunks of the shard are updated; the argument is valid only during the call. */
    default void onStep(StepMeasurement measurement) {}
}
