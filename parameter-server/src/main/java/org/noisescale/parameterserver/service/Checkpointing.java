package org.noisescale.parameterserver.service;

import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;

/**
 * Whether, where and how often the shards of a run are written down.
 *
 * @param storeOrNull nowhere if null
 * @param every after how many steps; 0 for never
 */
public record Checkpointing(@Nullable CheckpointStore storeOrNull, long every) {
    /** Nothing is written down. */
    public static final Checkpointing NONE = new Checkpointing(null, 0);

    /** Whether a version is to be written down; the last one never is, since nothing is left to be done after it. */
    boolean includes(long version, long steps) {
        return every > 0 && version % every == 0 && version < steps;
    }
}
