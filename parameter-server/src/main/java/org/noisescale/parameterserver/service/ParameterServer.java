package org.noisescale.parameterserver.service;

import java.util.List;

/** A parameter server as the driver of one run sees it, wherever the shards are. */
public interface ParameterServer extends AutoCloseable {
    /** Ends the shards' work and gives their parameters as one vector. */
    float[] stop();

    /** Ends the shards' work and gives what was to be evaluated: the average if one is kept, or the parameters. */
    float[] average();

    /** What its shards have done, as far as they are in this process. */
    default List<ShardMeter> meters() {
        return List.of();
    }

    /** Whether it failed by a fault of the program, which would show again if the run were started again. */
    boolean isFaulty();

    /** Ends everything; workers that still wait are told. May be called by the listener, too. */
    @Override
    void close();
}
