package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.StopDecoder;
import org.noisescale.parameterserver.protocol.codec.VerdictDecoder;

/** Turns what the driver says to a worker into calls. What is malformed or of another run is dropped. */
public final class VerdictAdapter implements FrameHandler {
    private final long runId;
    private final Listener listener;
    private final FrameHeader header = new FrameHeader();
    private final VerdictDecoder verdict = new VerdictDecoder();
    private final StopFrame stop = new StopFrame();

    /** An adapter for one run. */
    public VerdictAdapter(long runId, Listener listener) {
        this.runId = runId;
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        int template = header.template(buffer, offset, length);
        if (template == VerdictDecoder.TEMPLATE_ID) {
            onVerdict(buffer, offset, length);
        } else if (template == StopDecoder.TEMPLATE_ID
                && header.blockLength() == StopDecoder.BLOCK_LENGTH
                && stop.wrap(buffer, offset, length)
                && stop.runId() == runId) {
            listener.onStop(stop.reason());
        }
    }

    private void onVerdict(DirectBuffer buffer, int offset, int length) {
        if (header.blockLength() != VerdictDecoder.BLOCK_LENGTH
                || length != FrameHeader.LENGTH + VerdictDecoder.BLOCK_LENGTH) {
            return;
        }
        verdict.wrap(buffer, offset + FrameHeader.LENGTH, VerdictDecoder.BLOCK_LENGTH, VerdictDecoder.SCHEMA_VERSION);
        int finished = verdict.finished();
        if (verdict.runId() == runId && (finished == 0 || finished == 1)) {
            listener.onVerdict(verdict.version(), finished == 1);
        }
    }

    /** What a worker is told. */
    public interface Listener {
        /** Whether the run is over after the evaluation at a version. */
        void onVerdict(long version, boolean finished);

        /** The run ends early. */
        void onStop(String reason);
    }
}
