package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two processes from writing checkpoints into one folder; the operating system frees it when one ends. */
final class CheckpointLock implements AutoCloseable {
    private final FileChannel channel;

    private CheckpointLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; throws {@link IOException} if somebody else has it. */
    static CheckpointLock take(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("another server keeps its checkpoints there; give each server a folder of its own");
        }
        return new CheckpointLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this process
        }
    }

    /** The file stays: whoever removed it might remove the one that another process has just locked. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
