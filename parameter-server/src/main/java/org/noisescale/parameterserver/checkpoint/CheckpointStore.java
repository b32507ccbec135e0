package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
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
 * <p>Of each shard four versions are kept. When a server is killed, its newest one may still be on its way to the disk,
 * while the others have written that one, the next one, and where they stood in the end; they must still have the one
 * before.
 */
public final class CheckpointStore {
    private static final int KEPT = 4;
    private static final long NONE = -1;
    private static final String PARTIAL = ".partial";

    private final Storage storage;
    private final String run;
    private final Shards shards;

    /**
     * The store of all shards of a run, which may have been begun by another process.
     *
     * @param run the fingerprint of everything that the states depend on but their version: 64 hexadecimal digits
     */
    public CheckpointStore(Storage storage, String run, int shards) {
        this(storage, run, new Shards(0, shards, shards));
    }

    /** The same of some of them. */
    public CheckpointStore(Storage storage, String run, Shards shards) {
        this.storage = storage;
        this.run = run;
        this.shards = shards;
    }

    /** Which of a run's {@code total} shards: {@code count} neighbours from {@code first} on. */
    public record Shards(int first, int count, int total) {
        /** Checks that there are such shards. */
        public Shards {
            if (first < 0 || count < 1 || total < 1 || count > total - first) {
                throw new IllegalArgumentException(
                        count + " shards from " + first + " on must be among the " + total + " of the run");
            }
        }
    }

    /** Whether a text may be the fingerprint of a run: 64 hexadecimal digits. */
    public static boolean isFingerprint(String text) {
        return CheckpointLabel.isFingerprint(text);
    }

    /** How much a shard takes on disk at most: what is kept of it, and what is being written. */
    public static long bytesMax(int chunkCount, long valueCount) {
        return (KEPT + 1) * CheckpointFormat.fileBytes(chunkCount, valueCount);
    }

    /** Writes a shard's state, and removes the oldest ones. */
    public void write(int shard, ShardState state) throws IOException {
        CheckpointLabel label = new CheckpointLabel(run, shard, shards.total, state.version());
        String partial = label.fileName() + PARTIAL;
        storage.write(partial, new CheckpointEncoder(label, state));
        storage.rename(partial, label.fileName());
        List<Long> versions = versionsOf(shard);
        for (long old : versions.subList(Math.min(KEPT, versions.size()), versions.size())) {
            storage.delete(new CheckpointLabel(run, shard, shards.total, old).fileName());
        }
    }

    /** The versions of a shard, the newest first. */
    private List<Long> versionsOf(int shard) throws IOException {
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
        for (long version : versions()) {
            Optional<Checkpoint> found = usable.test(version) ? find(version, refused) : Optional.empty();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Checkpoint.START;
    }

    /** The versions that are whole for all shards, the newest first; tells of every file that cannot be used. */
    public List<Long> whole(Consumer<String> refused) throws IOException {
        return versions().stream()
                .filter(version -> find(version, refused).isPresent())
                .toList();
    }

    /** The versions of which there is a file for each shard, the newest first. */
    private List<Long> versions() throws IOException {
        List<Long> versions = new ArrayList<>(versionsOf(shards.first));
        for (int i = 1; i < shards.count; i++) {
            versions.retainAll(versionsOf(shards.first + i));
        }
        return versions;
    }

    private Optional<Checkpoint> find(long version, Consumer<String> refused) {
        try {
            return Optional.of(read(version));
        } catch (IOException e) {
            refused.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * All shards at a version.
     *
     * @throws IOException if it is not there or not whole; the message names the file
     */
    public Checkpoint read(long version) throws IOException {
        List<ShardState> states = new ArrayList<>();
        for (int i = 0; i < shards.count; i++) {
            CheckpointLabel label = new CheckpointLabel(run, shards.first + i, shards.total, version);
            try {
                states.add(read(label));
            } catch (NoSuchFileException e) {
                throw new IOException(label.fileName() + " is not there", e);
            } catch (IOException e) {
                throw new IOException(label.fileName() + " " + e.getMessage(), e);
            }
        }
        return new Checkpoint(version, states);
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
