package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.moments.StatisticsContribution;
import org.noisescale.parameterserver.protocol.codec.ParametersDecoder;
import org.noisescale.parameterserver.protocol.codec.PatienceDecoder;
import org.noisescale.parameterserver.protocol.codec.ReadingDecoder;
import org.noisescale.parameterserver.protocol.codec.StatisticsDecoder;
import org.noisescale.parameterserver.protocol.codec.StopDecoder;

/** Turns the bytes that a worker receives into calls. What is malformed or of another run is dropped. */
public final class WorkerAdapter implements FrameHandler {
    private final long runId;
    private final Listener listener;
    private final FrameHeader header = new FrameHeader();
    private final ParametersDecoder parameters = new ParametersDecoder();
    private final ReadingFrame reading = new ReadingFrame();
    private final PatienceDecoder patience = new PatienceDecoder();
    private final StatisticsFrame statistics = new StatisticsFrame();
    private final StopFrame stop = new StopFrame();

    /** An adapter for one run. */
    public WorkerAdapter(long runId, Listener listener) {
        this.runId = runId;
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        switch (header.template(buffer, offset, length)) {
            case ParametersDecoder.TEMPLATE_ID -> onParameters(buffer, offset, offset + length);
            case ReadingDecoder.TEMPLATE_ID -> onReading(buffer, offset, length);
            case PatienceDecoder.TEMPLATE_ID -> onPatience(buffer, offset, length);
            case StatisticsDecoder.TEMPLATE_ID -> onStatistics(buffer, offset, length);
            case StopDecoder.TEMPLATE_ID -> onStop(buffer, offset, length);
            default -> {
                // Not one of ours: nothing on this stream is trusted.
            }
        }
    }

    private void onReading(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == ReadingDecoder.BLOCK_LENGTH
                && reading.wrap(buffer, offset, length)
                && reading.runId() == runId) {
            listener.onReading(reading);
        }
    }

    private void onPatience(DirectBuffer buffer, int offset, int length) {
        int block = PatienceDecoder.BLOCK_LENGTH;
        if (header.blockLength() != block || length != FrameHeader.LENGTH + block) {
            return;
        }
        patience.wrap(buffer, offset + FrameHeader.LENGTH, block, PatienceDecoder.SCHEMA_VERSION);
        if (patience.runId() == runId) {
            listener.onPatience();
        }
    }

    private void onStatistics(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == StatisticsDecoder.BLOCK_LENGTH
                && statistics.wrap(buffer, offset, length)
                && statistics.runId() == runId) {
            listener.onGroupStatistics(statistics);
        }
    }

    private void onStop(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() == StopDecoder.BLOCK_LENGTH
                && stop.wrap(buffer, offset, length)
                && stop.runId() == runId) {
            listener.onStop(stop.reason());
        }
    }

    private void onParameters(DirectBuffer buffer, int offset, int end) {
        if (header.blockLength() != ParametersDecoder.BLOCK_LENGTH) {
            return;
        }
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

        /** A shard sends something to one worker, perhaps another; the argument is valid only during the call. */
        default void onReading(Reading reading) {}

        /**
         * The first shard has the statistics of a group, perhaps of others; the argument is valid only during the call.
         */
        default void onGroupStatistics(StatisticsContribution contribution) {}

        /** The run goes on, although nothing is sent. */
        void onPatience();

        /** The run ends early. */
        void onStop(String reason);
    }
}
