package org.noisescale.parameterserver.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.noisescale.parameterserver.shard.ShardState;

/** Writes one checkpoint in the {@link CheckpointFormat}. */
final class CheckpointEncoder implements Storage.Content {
    private final CheckpointLabel label;
    private final ShardState state;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = CheckpointFormat.newBuffer();

    CheckpointEncoder(CheckpointLabel label, ShardState state) {
        this.label = label;
        this.state = state;
    }

    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
        buffer.put(CheckpointFormat.magic())
                .putInt(CheckpointFormat.VERSION)
                .putInt(label.shard())
                .putInt(label.shards())
                .putInt(state.chunkCount())
                .putLong(label.version())
                .put(HexFormat.of().parseHex(label.run()));
        for (int chunk = 0; chunk < state.chunkCount(); chunk++) {
            makeRoom(target, Integer.BYTES);
            buffer.putInt(state.chunk(chunk).length);
        }
        for (int chunk = 0; chunk < state.chunkCount(); chunk++) {
            writeValues(target, state.chunk(chunk));
        }
        flush(target);
        buffer.putInt((int) checksum.getValue());
        flush(target);
    }

    private void writeValues(WritableByteChannel target, float[] values) throws IOException {
        int written = 0;
        while (written < values.length) {
            makeRoom(target, Float.BYTES);
            int count = Math.min(values.length - written, buffer.remaining() / Float.BYTES);
            buffer.asFloatBuffer().put(values, written, count);
            buffer.position(buffer.position() + count * Float.BYTES);
            written += count;
        }
    }

    private void makeRoom(WritableByteChannel target, int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush(target);
        }
    }

    private void flush(WritableByteChannel target) throws IOException {
        buffer.flip();
        checksum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            target.write(buffer);
        }
        buffer.clear();
    }
}
