package org.noisescale.parameterserver.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a checkpoint, all little-endian: the head (what it is, whose and of which version), the length of each
 * chunk's values, the values, and the CRC-32C of everything before it, which notices any damage of up to 32 bits in a
 * row for certain and any other but for one in four thousand million.
 *
 * <pre>
 *  0  8 bytes        "NOISECKP"
 *  8  int32          version of the format
 * 12  int32          shard
 * 16  int32          shards
 * 20  int32          chunks
 * 24  int64          version of the parameters
 * 32  32 bytes       fingerprint of the run
 * 64  int32[chunks]  how many floats each chunk has, then the floats, then the CRC-32C (int32)
 * </pre>
 */
final class CheckpointFormat {
    static final int VERSION = 1;
    static final int MAGIC_BYTES = 8;
    static final int FINGERPRINT_BYTES = 32;
    static final int HEAD_BYTES = 64;
    static final int BUFFER_BYTES = 1 << 18;

    private static final byte[] MAGIC = "NOISECKP".getBytes(StandardCharsets.US_ASCII);

    private CheckpointFormat() {}

    static byte[] magic() {
        return MAGIC.clone();
    }

    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How long the file of a state is. */
    static long fileBytes(long chunkCount, long valueCount) {
        return HEAD_BYTES + Integer.BYTES * chunkCount + Float.BYTES * valueCount + Integer.BYTES;
    }
}
