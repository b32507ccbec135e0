package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * Writes what the shards of one server hand over, on a thread of its own, so that a shard waits for the disk only if its
 * checkpoint before is not written yet. What was handed over before the end is written before the end.
 */
public final class CheckpointAgent implements Agent {
    private final CheckpointStore store;
    private final List<CheckpointSlot> slots;

    /** An agent of the first so many shards. */
    public CheckpointAgent(CheckpointStore store, int shards) {
        this.store = store;
        slots = IntStream.range(0, shards).mapToObj(CheckpointSlot::new).toList();
    }

    /** Where a shard hands over its state. */
    public CheckpointSlot slot(int shard) {
        return slots.get(shard);
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
