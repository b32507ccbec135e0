package org.noisescale.parameterserver.checkpoint;

import java.util.List;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * All shards of a run at one version.
 *
 * @param states by shard; empty for version 0, which everybody knows
 */
public record Checkpoint(long version, List<ShardState> states) {
    /** The initial parameters. */
    public static final Checkpoint START = new Checkpoint(0, List.of());

    /** Checks that the shards agree. */
    public Checkpoint {
        states = List.copyOf(states);
        for (ShardState state : states) {
            if (state.version() != version) {
                throw new IllegalArgumentException(
                        "all shards must be at version " + version + ", one was at " + state.version());
            }
        }
    }
}
