package org.noisescale.parameterserver.control;

import java.util.List;
import org.noisescale.parameterserver.service.ShardMeter;

/** Is told what a server process does, by the thread that talks with its clients. */
public interface ServerWatch {
    /** Looks away. */
    ServerWatch NONE = new ServerWatch() {};

    /** How many drivers there are now; told again and again. */
    default void onDrivers(int count) {}

    /** A driver said that it is there. */
    default void onHeartbeat() {}

    /** Shards of a run have begun. */
    default void onRunOpened(long runId, List<ShardMeter> shards) {}

    /** A run is over that was opened before. */
    default void onRunOver(long runId) {}
}
