package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a server process keeps the checkpoints of its runs: a folder for each, named by the run's fingerprint. A run's
 * driver has it removed when the run is complete; what a driver leaves that does not come back is removed when nobody
 * touched it for a while, or earlier, the oldest first, when another run needs the room.
 */
public final class CheckpointFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

    private final Path folder;
    private final Limits limits;
    private final Clock clock;
    private final FolderLock lock;
    /** Of the runs that are open, how much they may take at most. */
    private final Map<String, Long> reserved = new ConcurrentHashMap<>();

    private CheckpointFolder(Path folder, Limits limits, Clock clock, FolderLock lock) {
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.lock = lock;
    }

    /**
     * What the folder may hold.
     *
     * @param bytesMax how much all checkpoints may take
     * @param ageMax how long the checkpoints of a run may lie there that nobody goes on with
     */
    public record Limits(long bytesMax, Duration ageMax) {}

    /** A run on disk that is not open: how much it takes, and when it was last written. */
    private record Left(String run, long bytes, Instant touched) {}

    /**
     * Takes a folder, which is made if it is not there, and removes what has become too old.
     *
     * @throws IOException if it cannot be used, or another process uses it
     */
    public static CheckpointFolder open(Path folder, Limits limits, Clock clock) throws IOException {
        Files.createDirectories(folder);
        FolderLock lock = FolderLock.tryTake(folder)
                .orElseThrow(() -> new IOException(
                        "another server keeps its checkpoints there; give each server a folder of its own"));
        CheckpointFolder opened = new CheckpointFolder(folder, limits, clock, lock);
        opened.removeOld();
        return opened;
    }

    /** The checkpoints of some shards of a run. */
    public CheckpointStore store(String run, CheckpointStore.Shards shards) {
        return new CheckpointStore(new FolderStorage(home(run)), run, shards);
    }

    private Path home(String run) {
        if (!CheckpointStore.isFingerprint(run)) {
            throw new IllegalArgumentException("run must be 64 hexadecimal digits, was " + run);
        }
        return folder.resolve(run);
    }

    /**
     * Keeps room for a run that is opened, whose own files stay; removes others that nobody has open, if need be.
     *
     * @throws IOException if there is not so much
     */
    public void reserve(String run, long bytes) throws IOException {
        reserved.put(run, bytes);
        removeOld();
        long free = limits.bytesMax
                - reserved.values().stream().mapToLong(Long::longValue).sum();
        List<Left> left = left();
        long taken = left.stream().mapToLong(Left::bytes).sum();
        for (int i = 0; i < left.size() && taken > free; i++) {
            LOG.warn("the checkpoints of run {} are removed, since another run needs the room", left.get(i).run);
            remove(left.get(i).run);
            taken -= left.get(i).bytes;
        }
        if (free < 0) {
            reserved.remove(run);
            throw new IOException("its checkpoints may take " + mebibytes(bytes) + " MiB, and of the "
                    + mebibytes(limits.bytesMax) + " MiB that --checkpoint-space allows other open runs need "
                    + mebibytes(limits.bytesMax - free - bytes));
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    /** The run is not open any more; what is there of it stays. */
    public void release(String run) {
        reserved.remove(run);
    }

    /** Removes all that is there of a run. */
    public void remove(String run) throws IOException {
        FolderStorage storage = new FolderStorage(home(run));
        CheckpointStore.clear(storage);
        Files.deleteIfExists(storage.folder());
    }

    private void removeOld() throws IOException {
        Instant oldest = clock.instant().minus(limits.ageMax);
        for (Left each : left()) {
            if (each.touched.isBefore(oldest)) {
                LOG.info("the checkpoints of run {} are removed: nobody went on since {}", each.run, each.touched);
                remove(each.run);
            }
        }
    }

    /** The runs that are there and not open, the one first that was not touched for longest. */
    private List<Left> left() throws IOException {
        List<Left> found = new ArrayList<>();
        try (Stream<Path> homes = Files.list(folder)) {
            for (Path home : homes.toList()) {
                String run = String.valueOf(home.getFileName());
                if (CheckpointStore.isFingerprint(run) && !reserved.containsKey(run)) {
                    found.add(left(home, run));
                }
            }
        }
        found.sort(Comparator.comparing(Left::touched));
        return found;
    }

    private static Left left(Path home, String run) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                bytes += Files.readAttributes(file, BasicFileAttributes.class).size();
            }
        }
        return new Left(run, bytes, Files.getLastModifiedTime(home).toInstant());
    }

    /** Leaves the folder to whoever comes. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
