package org.noisescale.parameterserver.transport;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders of media drivers that JVMs start for themselves, all in one place. A JVM that is killed cannot remove its
 * own, which is in shared memory; the next one that starts there does.
 *
 * <p>A folder is recognised as ours by its name, which holds the name space of process numbers as well (a container has
 * one of its own, and may have the same shared memory as another one). It is abandoned when the process whose number is
 * in the driver's file is not there, or when that number has gone to a process that began after the driver, which says
 * nothing any more.
 *
 * @param parent where they are
 * @param prefix how their names begin
 */
record DriverFolders(Path parent, String prefix) {
    private static final Logger LOG = LoggerFactory.getLogger(DriverFolders.class);
    private static final Path NAME_SPACE = Path.of("/proc/self/ns/pid");
    /** A driver whose JVM is not even suspended gives a sign of life every second. */
    private static final Duration SILENCE = Duration.ofMinutes(1);
    /** So long no driver takes to write its file. */
    private static final Duration BIRTH_MAX = Duration.ofHours(1);

    /** Where this JVM puts its own: where the environment says, or where Aeron would. */
    static DriverFolders ofThisJvm() {
        String chosen = System.getenv(AeronNode.FOLDER_VARIABLE);
        Path usual = Path.of(CommonContext.getAeronDirectoryName()).toAbsolutePath();
        Path parent = chosen == null ? Optional.ofNullable(usual.getParent()).orElse(usual) : Path.of(chosen);
        return new DriverFolders(parent, usual.getFileName() + "-noisescale-" + nameSpace() + "-");
    }

    private static String nameSpace() {
        try {
            return Files.readSymbolicLink(NAME_SPACE).toString().replaceAll("[^0-9]", "");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return "0"; // only Linux has several
        }
    }

    /** A folder that nobody has. */
    Path draw() {
        return parent.resolve(prefix + UUID.randomUUID());
    }

    /** Removes those whose process is gone; returns how many these were. */
    int removeAbandoned() {
        int removed = 0;
        for (Path folder : folders()) {
            if (isAbandoned(folder) && remove(folder)) {
                LOG.info("removed {}, which a process left that was killed", folder);
                removed++;
            }
        }
        return removed;
    }

    private List<Path> folders() {
        try (Stream<Path> all = Files.isDirectory(parent) ? Files.list(parent) : Stream.empty()) {
            return all.filter(path -> String.valueOf(path.getFileName()).startsWith(prefix))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("what killed processes have left in {} cannot be looked for", parent, e);
            return List.of();
        }
    }

    private static boolean isAbandoned(Path folder) {
        Path file = folder.resolve(CncFileDescriptor.CNC_FILE);
        try {
            if (!Files.exists(file) || Files.size(file) < CncFileDescriptor.META_DATA_LENGTH) {
                Instant touched = Files.getLastModifiedTime(folder).toInstant();
                return touched.isBefore(Instant.now().minus(BIRTH_MAX));
            }
            return isGone(folder, owner(file));
        } catch (IOException e) {
            LOG.debug("{} is gone, or not ours to look into", folder, e);
            return false;
        }
    }

    /** The process of a driver, and when the driver began. */
    private record Owner(int version, long pid, Instant began) {}

    private static Owner owner(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, CncFileDescriptor.META_DATA_LENGTH);
            try {
                UnsafeBuffer values = new UnsafeBuffer(mapped);
                return new Owner(
                        values.getInt(CncFileDescriptor.cncVersionOffset(0)),
                        values.getLong(CncFileDescriptor.pidOffset(0)),
                        Instant.ofEpochMilli(values.getLong(CncFileDescriptor.startTimestampOffset(0))));
            } finally {
                BufferUtil.free(mapped);
            }
        }
    }

    private static boolean isGone(Path folder, Owner owner) {
        if (owner.version != CncFileDescriptor.CNC_VERSION || owner.pid <= 0) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(owner.pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return true;
        }
        boolean another = process.get()
                .info()
                .startInstant()
                .filter(start -> start.isAfter(owner.began.plus(SILENCE)))
                .isPresent();
        return another && !isHeard(folder.toFile());
    }

    private static boolean isHeard(File folder) {
        return CommonContext.isDriverActive(folder, SILENCE.toMillis(), line -> LOG.debug("{}", line));
    }

    private static boolean remove(Path folder) {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(paths::add);
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} cannot be removed", folder, e);
            return false;
        }
    }
}
