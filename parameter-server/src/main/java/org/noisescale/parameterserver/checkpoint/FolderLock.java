package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two owners from working in one folder; the operating system frees it when its process ends. The file goes with
 * the owner. Whoever has opened it before, and locks it after that, has locked a file that nobody else will find, and
 * notices: it writes a mark into what it has locked, and looks for it under the name.
 */
public final class FolderLock implements AutoCloseable {
    /** So often in a row others may take it and leave between our opening the file and locking it. */
    private static final int REMOVALS_MAX = 1_000;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock; nothing if somebody else has it. */
    public static Optional<FolderLock> tryTake(Path folder) throws IOException {
        Path file = folder.resolve(".lock");
        for (int i = 0; i < REMOVALS_MAX; i++) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean free = tryLock(channel) != null;
            if (free && isFound(file, channel)) {
                return Optional.of(new FolderLock(file, channel));
            }
            channel.close();
            if (!free) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this process
        }
    }

    private static boolean isFound(Path file, FileChannel channel) throws IOException {
        String mark = UUID.randomUUID().toString();
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
        try {
            return Files.readString(file).equals(mark);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    /** Frees the folder. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
