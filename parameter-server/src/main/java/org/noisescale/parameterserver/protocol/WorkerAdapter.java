package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.ParametersDecoder;
import org.noisescale.parameterserver.protocol.codec.StopDecoder;

/** Turns the bytes that a worker receives into calls. What is malformed or of another run is dropped. */
public final class WorkerAdapter implements FrameHandler {
    private final long runId;
    private final Listener listener;
    private final FrameHeader header = new FrameHeader();
    private final ParametersDecoder parameters = new ParametersDecoder();
    private final StopFrame stop = new StopFrame();

    /** An adapter for one run. */
    public WorkerAdapter(long runId, Listener listener) {
        this.runId = runId;
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        int template = header.template(buffer, offset, length);
        if (template == ParametersDecoder.TEMPLATE_ID && header.blockLength() == ParametersDecoder.BLOCK_LENGTH) {
            onParameters(buffer, offset, offset + length);
        } else if (template == StopDecoder.TEMPLATE_ID
                && header.blockLength() == StopDecoder.BLOCK_LENGTH
                && stop.wrap(buffer, offset, length)
                && stop.runId() == runId) {
            listener.onStop(stop.reason());
        }
    }

    private void onParameters(DirectBuffer buffer, int offset, int end) {
        int block = offset + FrameHeader.LENGTH;
        parameters.wrap(buffer, block, ParametersDecoder.BLOCK_LENGTH, ParametersDecoder.SCHEMA_VERSION);
        int values = block + ParametersDecoder.BLOCK_LENGTH + Integer.BYTES;
        int bytes = FrameHeader.variableLength(buffer, values - Integer.BYTES, end);
        if (parameters.runId() != runId || bytes < 0 || values + bytes != end) {
            return;
        }
        if (parameters.kind() == ParametersKind.LATEST) {
            listener.onParameters(parameters.version(), parameters.chunk(), buffer, values, bytes);
        } else if (parameters.kind() == ParametersKind.AVERAGE) {
            listener.onAverage(parameters.version(), parameters.chunk(), buffer, values, bytes);
        }
    }

    /** What a worker is told. */
    public interface Listener {
        /** A chunk has a new version; its floats stand in {@code bytes} bytes of the buffer from {@code index} on. */
        void onParameters(long version, int chunk, DirectBuffer buffer, int index, int bytes);

        /** The average of a chunk up to a version, as for {@link #onParameters}. */
        void onAverage(long version, int chunk, DirectBuffer buffer, int index, int bytes);

        /** The run ends early. */
        void onStop(String reason);
    }
}
