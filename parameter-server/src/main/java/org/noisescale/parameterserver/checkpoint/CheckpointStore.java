package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * The checkpoints of one run. Each file is written under another name first and renamed when it is whole, so that
 * whenever the process ends the files that bear the right names are whole; what is damaged all the same is refused.
 *
 * <p>Of each shard three versions are kept: shards write one after the other, so that the newest one may not be there
 * for all of them, and the last two that are must be.
 */
public final class CheckpointStore {
    private static final int KEPT = 3;
    private static final long NONE = -1;
    private static final String PARTIAL = ".partial";

    private final Storage storage;
    private final String run;
    private final int shards;

    /**
     * The store of a run, which may have been begun by another process.
     *
     * @param run the fingerprint of everything that the states depend on but their version: 64 hexadecimal digits
     */
    public CheckpointStore(Storage storage, String run, int shards) {
        this.storage = storage;
        this.run = run;
        this.shards = shards;
    }

    /** Writes a shard's state, and removes the oldest ones. */
    public void write(int shard, ShardState state) throws IOException {
        CheckpointLabel label = new CheckpointLabel(run, shard, shards, state.version());
        String partial = label.fileName() + PARTIAL;
        storage.write(partial, new CheckpointEncoder(label, state));
        storage.rename(partial, label.fileName());
        List<Long> versions = versions(shard);
        for (long old : versions.subList(Math.min(KEPT, versions.size()), versions.size())) {
            storage.delete(new CheckpointLabel(run, shard, shards, old).fileName());
        }
    }

    /** The versions of a shard, the newest first. */
    private List<Long> versions(int shard) throws IOException {
        return storage.names().stream()
                .flatMap(name -> CheckpointLabel.findVersion(name, shard).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /**
     * The newest version that is whole for all shards; the initial parameters if there is none.
     *
     * @param usable which versions the caller can go on from
     * @param refused is told of every file that cannot be used, in one line
     */
    public Checkpoint newest(LongPredicate usable, Consumer<String> refused) throws IOException {
        List<Long> versions = new ArrayList<>(versions(0));
        for (int shard = 1; shard < shards; shard++) {
            versions.retainAll(versions(shard));
        }
        for (long version : versions) {
            Optional<Checkpoint> found = usable.test(version) ? read(version, refused) : Optional.empty();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Checkpoint.START;
    }

    private Optional<Checkpoint> read(long version, Consumer<String> refused) {
        List<ShardState> states = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            CheckpointLabel label = new CheckpointLabel(run, shard, shards, version);
            try {
                states.add(read(label));
            } catch (IOException e) {
                refused.accept(label.fileName() + " " + e.getMessage());
                return Optional.empty();
            }
        }
        return Optional.of(new Checkpoint(version, states));
    }

    private ShardState read(CheckpointLabel label) throws IOException {
        String name = label.fileName();
        try (ReadableByteChannel source = storage.open(name)) {
            return new CheckpointDecoder(label, source, storage.length(name)).read();
        }
    }

    /** Removes what is newer than the version from which the run goes on, and what was never finished. */
    public void removeAfter(long version) throws IOException {
        removeAfter(storage, version);
    }

    private static void removeAfter(Storage storage, long version) throws IOException {
        for (String name : storage.names()) {
            boolean newer = CheckpointLabel.findVersion(name)
                    .filter(found -> found > version)
                    .isPresent();
            if (newer || name.endsWith(PARTIAL)) {
                storage.delete(name);
            }
        }
    }

    /** Removes the checkpoints of any run. */
    public static void clear(Storage storage) throws IOException {
        removeAfter(storage, NONE);
    }
}
