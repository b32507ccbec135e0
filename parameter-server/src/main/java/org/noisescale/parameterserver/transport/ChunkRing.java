package org.noisescale.parameterserver.transport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/**
 * A ring of messages in memory that two processes share, written to by one thread and read by one. Unlike the log of a
 * publication it needs nobody who moves limits or clears what was read, and is short enough to stay in a core's cache.
 */
final class ChunkRing implements AutoCloseable {
    /** What messages are called inside a ring, where all are alike. */
    static final int MESSAGE = 1;

    private final Path file;
    private final MappedByteBuffer memory;
    private final OneToOneRingBuffer messages;

    private ChunkRing(Path file, MappedByteBuffer memory) {
        this.file = file;
        this.memory = memory;
        messages = new OneToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /**
     * A new ring.
     *
     * @param bytes its length, a power of two; a message may take an eighth of it
     * @throws RunAbortedException if there is no room for it
     */
    static ChunkRing create(Path file, int bytes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new ChunkRing(file, IoUtil.mapNewFile(file.toFile(), bytes + RingBufferDescriptor.TRAILER_LENGTH));
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            throw new RunAbortedException("could not create the shared memory " + file + ": " + e.getMessage());
        }
    }

    /** Whether another process has created a whole ring there. */
    static boolean exists(Path file) {
        long bytes = file.toFile().length() - RingBufferDescriptor.TRAILER_LENGTH;
        return bytes > 0 && BitUtil.isPowerOfTwo(bytes);
    }

    /** The ring that another process has created. */
    static ChunkRing open(Path file) {
        File existing = file.toFile();
        return new ChunkRing(file, IoUtil.mapExistingFile(existing, existing.getName()));
    }

    OneToOneRingBuffer messages() {
        return messages;
    }

    /** Takes its name away, once both sides have it: whatever becomes of them, nothing stays behind. */
    void unlink() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + file, e);
        }
    }

    /** Gives the memory back; to be called by the thread that used it. */
    @Override
    public void close() {
        IoUtil.unmap(memory);
    }
}
