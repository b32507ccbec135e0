package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.noisescale.parameterserver.shard.ShardState;

/** Reads one checkpoint in the {@link CheckpointFormat} and believes nothing that it has not checked. */
final class CheckpointDecoder {
    private final CheckpointLabel expected;
    private final ReadableByteChannel source;
    private final long length;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = CheckpointFormat.newBuffer();

    /**
     * A decoder.
     *
     * @param expected what the file has to hold
     * @param length how many bytes it has
     */
    CheckpointDecoder(CheckpointLabel expected, ReadableByteChannel source, long length) {
        this.expected = expected;
        this.source = source;
        this.length = length;
    }

    /** The state; throws {@link DamagedCheckpointException} unless it is whole and the expected one. */
    ShardState read() throws IOException {
        require(length >= CheckpointFormat.fileBytes(0, 0), "has only " + length + " bytes");
        take(CheckpointFormat.HEAD_BYTES);
        int chunkCount = readHead();
        require(CheckpointFormat.fileBytes(chunkCount, 0) <= length, "is cut short at " + length + " bytes");
        ShardState state = new ShardState(readLengths(chunkCount));
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            readValues(state.chunk(chunk));
        }
        int sum = (int) checksum.getValue();
        take(Integer.BYTES);
        require(buffer.getInt() == sum, "is damaged: its checksum is wrong");
        state.stamp(expected.version());
        return state;
    }

    private int readHead() throws DamagedCheckpointException {
        byte[] magic = new byte[CheckpointFormat.MAGIC_BYTES];
        buffer.get(magic);
        require(Arrays.equals(magic, CheckpointFormat.magic()), "is no checkpoint");
        int format = buffer.getInt();
        require(format == CheckpointFormat.VERSION, "has format " + format + ", known is " + CheckpointFormat.VERSION);
        int shard = buffer.getInt();
        int shards = buffer.getInt();
        int chunkCount = buffer.getInt();
        long version = buffer.getLong();
        byte[] run = new byte[CheckpointFormat.FINGERPRINT_BYTES];
        buffer.get(run);
        require(HexFormat.of().formatHex(run).equals(expected.run()), "belongs to another run");
        require(shard == expected.shard() && shards == expected.shards(), "is shard " + shard + " of " + shards);
        require(version == expected.version(), "is of step " + version);
        require(chunkCount >= 0, "has " + chunkCount + " chunks");
        return chunkCount;
    }

    /** Their sum is held against the file's length before any memory is taken for it. */
    private int[] readLengths(int chunkCount) throws IOException {
        int[] lengths = new int[chunkCount];
        long sum = 0;
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            take(Integer.BYTES);
            lengths[chunk] = buffer.getInt();
            require(lengths[chunk] >= 0, "has a chunk of " + lengths[chunk] + " values");
            sum += lengths[chunk];
        }
        long whole = CheckpointFormat.fileBytes(chunkCount, sum);
        require(whole == length, "has " + length + " bytes where " + whole + " belong");
        return lengths;
    }

    private void readValues(float[] values) throws IOException {
        int read = 0;
        while (read < values.length) {
            int count = Math.min(values.length - read, buffer.capacity() / Float.BYTES);
            take(count * Float.BYTES);
            buffer.asFloatBuffer().get(values, read, count);
            read += count;
        }
    }

    /** Fills the buffer with the next bytes. */
    private void take(int bytes) throws IOException {
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            require(source.read(buffer) >= 0, "is cut short");
        }
        buffer.flip();
        checksum.update(buffer.duplicate());
    }

    private static void require(boolean fulfilled, String otherwise) throws DamagedCheckpointException {
        if (!fulfilled) {
            throw new DamagedCheckpointException(otherwise);
        }
    }
}
