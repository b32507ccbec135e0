package org.noisescale.driver.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code order}, in which a run writes down as it goes on in which order its pushes were dealt with, so that
 * another process can go on with it. Little-endian: the letters NSOR; the version of the format, 1, in a byte; the
 * run's fingerprint in 64 letters; then parts, each of them the number of its bytes (int), of the updates so far
 * (long), the bytes of the log, and their CRC-32. What stands behind a part that is not whole does not count.
 */
final class OrderFile implements AutoCloseable {
    private static final String NAME = "order";
    private static final int LETTERS = 'N' | 'S' << 8 | 'O' << 16 | 'R' << 24;
    private static final byte FORMAT = 1;
    private static final int PART_BYTES = Integer.BYTES + Long.BYTES;

    private final Path file;
    private final byte[] header;
    private @Nullable FileChannel channel;
    private long known;
    private int written;

    /** The file in a run's folder of checkpoints. */
    OrderFile(Path folder, String fingerprint) {
        file = folder.resolve(NAME);
        byte[] letters = fingerprint.getBytes(StandardCharsets.US_ASCII);
        header = ByteBuffer.allocate(Integer.BYTES + 1 + letters.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(LETTERS)
                .put(FORMAT)
                .put(letters)
                .array();
    }

    /** What is known of an order. */
    static final class Known {
        static final Known NOTHING = new Known(0, new byte[0]);

        private final long updates;
        private final byte[] log;

        private Known(long updates, byte[] log) {
            this.updates = updates;
            this.log = log;
        }

        /** How many updates it makes. */
        long updates() {
            return updates;
        }

        /** Its records; shared, not a copy. */
        byte[] log() {
            return log;
        }
    }

    /** As far as this run, and no other, has written it down. */
    Known read() throws IOException {
        if (!Files.exists(file)) {
            return Known.NOTHING;
        }
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        boolean own = content.remaining() >= header.length
                && content.slice(0, header.length).equals(ByteBuffer.wrap(header));
        return own ? parts(content.position(header.length)) : Known.NOTHING;
    }

    private static Known parts(ByteBuffer content) {
        ByteBuffer log = ByteBuffer.allocate(content.remaining());
        long updates = 0;
        for (int length = wholeLength(content); length >= 0; length = wholeLength(content)) {
            updates = content.getLong(content.position() + Integer.BYTES);
            log.put(content.slice(content.position() + PART_BYTES, length));
            content.position(content.position() + PART_BYTES + length + Integer.BYTES);
        }
        byte[] bytes = new byte[log.flip().remaining()];
        log.get(bytes);
        return new Known(updates, bytes);
    }

    /** How long the log is in the part that begins here; −1 if that is not whole. */
    private static int wholeLength(ByteBuffer content) {
        if (content.remaining() < PART_BYTES + Integer.BYTES) {
            return -1;
        }
        int length = content.getInt(content.position());
        if (length < 0 || length > content.remaining() - PART_BYTES - Integer.BYTES) {
            return -1;
        }
        int end = PART_BYTES + length;
        return content.getInt(content.position() + end) == checksum(content.slice(content.position(), end))
                ? length
                : -1;
    }

    /** A new attempt begins, which decides nothing before it is further than those before. */
    void begin() throws IOException {
        close();
        known = read().updates;
    }

    /**
     * Writes down what is new. An attempt repeats the order of those before, but at other times: its log is its own.
     *
     * @param updates how many there were
     * @param log what it is behind the first so many bytes
     */
    void keep(long updates, IntFunction<byte[]> log) throws IOException {
        if (updates <= known) {
            return;
        }
        if (channel == null) {
            channel = open();
        }
        byte[] fresh = log.apply(written);
        ByteBuffer part = ByteBuffer.allocate(PART_BYTES + fresh.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(fresh.length)
                .putLong(updates)
                .put(fresh);
        part.putInt(checksum(part.duplicate().flip())).flip();
        write(channel, part);
        if (written == 0) {
            Files.move(partial(), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        written += fresh.length;
        known = updates;
    }

    private FileChannel open() throws IOException {
        Files.createDirectories(partial().getParent());
        FileChannel opened = FileChannel.open(
                partial(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        write(opened, ByteBuffer.wrap(header));
        return opened;
    }

    private Path partial() {
        return file.resolveSibling(NAME + ".partial");
    }

    private static void write(FileChannel target, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            target.write(bytes);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    /** Has it on the disk, too, whatever becomes of the machine. */
    void force() throws IOException {
        if (channel != null) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
        written = 0;
    }

    /** Removes it. */
    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
        Files.deleteIfExists(folder.resolve(NAME + ".partial"));
    }
}
