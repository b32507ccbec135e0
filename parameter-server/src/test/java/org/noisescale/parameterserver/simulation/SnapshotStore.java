package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardState;

/** What outlives every crash: the states of all shards after the steps that they have kept. */
final class SnapshotStore {
    private final int shards;
    private final Map<Long, Map<Integer, ShardState>> states = new HashMap<>();

    SnapshotStore(int shards) {
        this.shards = shards;
    }

    /** Keeps the state of a shard. Whoever comes to a version that somebody was at before must have the same state. */
    void keep(Shard shard) {
        ShardState state = shard.newState();
        shard.copyInto(state);
        ShardState before = states.computeIfAbsent(state.version(), key -> new HashMap<>())
                .putIfAbsent(shard.plan().shard(), state);
        if (before != null) {
            assertThat(bits(state))
                    .as("shard %d after %d steps, once more", shard.plan().shard(), state.version())
                    .isEqualTo(bits(before));
        }
    }

    void restore(Shard shard, long version) {
        if (version > 0) {
            Map<Integer, ShardState> ofAll = Objects.requireNonNull(states.get(version));
            shard.restore(Objects.requireNonNull(ofAll.get(shard.plan().shard())));
        }
    }

    /** The last version up to a limit of which there is a state of every shard. */
    long newestCommonVersion(long limit) {
        return states.entrySet().stream()
                .filter(version ->
                        version.getKey() <= limit && version.getValue().size() == shards)
                .mapToLong(Map.Entry::getKey)
                .max()
                .orElse(0);
    }

    /** The bits of everything that a shard is, chunk by chunk. */
    static List<List<Integer>> bits(ShardState state) {
        List<List<Integer>> bits = new ArrayList<>();
        for (int chunk = 0; chunk < state.chunkCount(); chunk++) {
            List<Integer> values = new ArrayList<>();
            for (float value : state.chunk(chunk)) {
                values.add(Float.floatToRawIntBits(value));
            }
            bits.add(values);
        }
        return bits;
    }
}
