package org.noisescale.parameterserver.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;

/**
 * The content of a file {@code arrivals.log}. Little-endian: the letters NSAL; the version of the format, 1, in a byte;
 * workers (int); updates (long); the length of the rule's name (short) and the name in UTF-8; the records; CRC-32 of
 * all that.
 */
public final class ArrivalFile {
    private static final int LETTERS = 'N' | 'S' << 8 | 'A' << 16 | 'L' << 24;
    private static final byte FORMAT = 1;
    private static final int HEADER_BYTES = Integer.BYTES + 1 + Integer.BYTES + Long.BYTES + Short.BYTES;
    private static final int RULE_BYTES_MAX = 256;

    private ArrivalFile() {}

    /** The content of a file. */
    public static byte[] toBytes(RecordedArrivals arrivals) {
        byte[] log = arrivals.log();
        byte[] name = arrivals.rule().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + name.length + log.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(LETTERS)
                .put(FORMAT)
                .putInt(arrivals.workers())
                .putLong(arrivals.updates())
                .putShort((short) name.length)
                .put(name)
                .put(log);
        return file.putInt(checksum(file.array(), file.position())).array();
    }

    /**
     * Reads the content of a file.
     *
     * @throws IllegalArgumentException with what is wrong if it is not whole, as "is damaged: …"
     */
    public static RecordedArrivals parse(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < Integer.BYTES || buffer.getInt() != LETTERS) {
            throw new IllegalArgumentException("is no log of arrivals, which begins with NSAL");
        }
        int end = file.length - Integer.BYTES;
        if (end < HEADER_BYTES || buffer.getInt(end) != checksum(file, end)) {
            throw new IllegalArgumentException("is damaged: its checksum does not fit its " + file.length + " bytes");
        }
        byte format = buffer.get();
        if (format != FORMAT) {
            throw new IllegalArgumentException("has format " + format + ", known is " + FORMAT);
        }
        int workers = buffer.getInt();
        long updates = buffer.getLong();
        byte[] name = new byte[nameLength(buffer.getShort(), end)];
        buffer.get(name);
        byte[] log = new byte[end - buffer.position()];
        buffer.get(log);
        return new RecordedArrivals(new String(name, StandardCharsets.UTF_8), workers, updates, log);
    }

    private static int nameLength(short length, int end) {
        if (length < 0 || length > RULE_BYTES_MAX || HEADER_BYTES + length > end) {
            throw new IllegalArgumentException("is damaged: the name of its rule has " + length + " bytes");
        }
        return length;
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, end);
        return (int) sum.getValue();
    }
}
