package org.noisescale.parameterserver.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.checkpoint.MemoryStorage;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * What outlives every crash: the checkpoints of the servers, each of which hosts some neighbouring shards and has a
 * disk of its own. They are written every so many steps; a server may be struck down in the middle, and bytes may rot.
 */
final class SimulatedDisks {
    private static final String RUN = "5eed".repeat(16);
    private static final int EVERY_MAX = 4;

    private final int every;
    private final List<Disk> disks = new ArrayList<>();
    private final Map<List<Long>, List<List<Integer>>> known = new HashMap<>();
    private final List<String> refused = new ArrayList<>();
    private int attempt = -1;

    /** A server's. */
    private record Disk(CheckpointStore.Shards shards, MemoryStorage storage, CheckpointStore store) {
        static Disk of(CheckpointStore.Shards shards) {
            MemoryStorage storage = new MemoryStorage();
            return new Disk(shards, storage, new CheckpointStore(storage, RUN, shards));
        }

        boolean has(int shard) {
            return shard >= shards.first() && shard < shards.first() + shards.count();
        }
    }

    /** Empty disks of so many servers that nobody has more than one more shard than another. */
    SimulatedDisks(int shards, SplittableRandom random) {
        every = 1 + random.nextInt(EVERY_MAX);
        int servers = 1 + random.nextInt(shards);
        for (int i = 0; i < servers; i++) {
            int first = i * shards / servers;
            disks.add(Disk.of(new CheckpointStore.Shards(first, (i + 1) * shards / servers - first, shards)));
        }
    }

    /** After how many steps states are written down, and the driver makes sure of its rows. */
    int every() {
        return every;
    }

    /**
     * An attempt begins: all servers are there again, and whoever is left of the attempt before writes nothing any
     * more. The answer is the newest version up to a limit that all of them have whole; what is newer is removed.
     */
    long begin(int number, long limit) {
        attempt = number;
        disks.forEach(disk -> disk.storage.revive());
        try {
            List<Long> versions = new ArrayList<>(disks.get(0).store.whole(refused::add));
            for (Disk disk : disks) {
                versions.retainAll(disk.store.whole(refused::add));
            }
            long newest = versions.stream()
                    .filter(version -> version <= limit)
                    .findFirst()
                    .orElse(0L);
            for (Disk disk : disks) {
                disk.store.removeAfter(newest);
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restore(Shard shard, long version) {
        if (version > 0) {
            Disk disk = disk(shard.plan().shard());
            try {
                shard.restore(disk.store.read(version).states().get(shard.plan().shard() - disk.shards.first()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Disk disk(int shard) {
        return disks.stream().filter(disk -> disk.has(shard)).findFirst().orElseThrow();
    }

    /**
     * Keeps the state of a shard, if it is time; false if its server is struck down. Whoever comes to a version that
     * somebody was at before must have the same state.
     */
    boolean keep(Shard shard, int writer) {
        ShardState state = shard.newState();
        shard.copyInto(state);
        int number = shard.plan().shard();
        List<List<Integer>> bits = bits(state);
        List<List<Integer>> before = known.putIfAbsent(List.of((long) number, state.version()), bits);
        assertThat(bits)
                .as("shard %d after %d steps, once more", number, state.version())
                .isEqualTo(before == null ? bits : before);
        return writer != attempt || state.version() % every != 0 || write(number, state);
    }

    private boolean write(int shard, ShardState state) {
        try {
            disk(shard).store.write(shard, state);
            return true;
        } catch (MemoryStorage.Struck down) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server will be struck down when it has done a few more things with its disk. */
    void strike(SplittableRandom random) {
        any(random).storage.strikeAfter(random.nextInt(30), random.nextDouble());
    }

    /** A bit of a file changes, if there is one. */
    void rot(SplittableRandom random) {
        MemoryStorage storage = any(random).storage;
        List<String> names = storage.names();
        if (!names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            byte[] content = storage.content(name).clone();
            if (content.length > 0) {
                content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                storage.put(name, content);
            }
        }
    }

    private Disk any(SplittableRandom random) {
        return disks.get(random.nextInt(disks.size()));
    }

    /** A line for each file that could not be used. */
    List<String> refused() {
        return List.copyOf(refused);
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
