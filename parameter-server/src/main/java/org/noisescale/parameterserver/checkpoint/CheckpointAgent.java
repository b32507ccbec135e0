package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * Writes what the shards of one server hand over, on a thread of its own, so that a shard waits for the disk only if
 * its checkpoint before is not written yet. What was handed over before the end is written before the end.
 */
public final class CheckpointAgent implements Agent {
    private final CheckpointStore store;
    private final int firstShard;
    private final List<CheckpointSlot> slots;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /** An agent of so many shards from one on. */
    public CheckpointAgent(CheckpointStore store, int firstShard, int count) {
        this.store = store;
        this.firstShard = firstShard;
        slots = IntStream.range(firstShard, firstShard + count)
                .mapToObj(CheckpointSlot::new)
                .toList();
    }

    /** Keeps a reason why nothing more can be written. */
    public void fail(String reason) {
        failure.set(reason);
    }

    /** Whether nothing more can be written. */
    public boolean hasFailed() {
        return failure.get() != null;
    }

    /** Throws if nothing more can be written; for the threads of the shards. */
    public void requireNoFailure() {
        String reason = failure.get();
        if (reason != null) {
            throw new IllegalStateException(reason);
        }
    }

    /** Where a shard hands over its state. */
    public CheckpointSlot slot(int shard) {
        return slots.get(shard - firstShard);
    }

    @Override
    public String roleName() {
        return "checkpoints";
    }

    @Override
    public int doWork() throws IOException {
        int work = 0;
        for (CheckpointSlot slot : slots) {
            ShardState state = slot.poll();
            if (state != null) {
                store.write(slot.shard(), state);
                slot.giveBack(state);
                work++;
            }
        }
        return work;
    }

    @Override
    public void onClose() {
        try {
            doWork();
        } catch (IOException e) {
            throw new UncheckedIOException("a last checkpoint could not be written", e);
        }
    }
}
