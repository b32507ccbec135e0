package org.noisescale.parameterserver.checkpoint;

import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * The one state of a shard that may be on its way to the disk: the shard's thread fills it, the thread that writes
 * empties it. It takes as much memory as the shard's own state, once it was used.
 */
public final class CheckpointSlot {
    private final int shard;
    private final OneToOneConcurrentArrayQueue<ShardState> free = new OneToOneConcurrentArrayQueue<>(1);
    private final OneToOneConcurrentArrayQueue<ShardState> full = new OneToOneConcurrentArrayQueue<>(1);
    private boolean used;

    CheckpointSlot(int shard) {
        this.shard = shard;
    }

    /** Takes a copy of the shard's state after a step; false while the one before is still being written. */
    public boolean offer(Shard owner) {
        ShardState state = used ? free.poll() : owner.newState();
        if (state == null) {
            return false;
        }
        used = true;
        owner.copyInto(state);
        if (!full.offer(state)) {
            throw new IllegalStateException("shard " + shard + " has two states on their way to the disk");
        }
        return true;
    }

    int shard() {
        return shard;
    }

    /** The state to be written; null if there is none. */
    @Nullable
    ShardState poll() {
        return full.poll();
    }

    /** The state is written. */
    void giveBack(ShardState state) {
        if (!free.offer(state)) {
            throw new IllegalStateException("shard " + shard + " has two states");
        }
    }
}
