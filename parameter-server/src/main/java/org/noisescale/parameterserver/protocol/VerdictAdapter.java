package org.noisescale.parameterserver.protocol;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.protocol.codec.VerdictDecoder;

/** Turns the verdicts that a worker receives into calls. What is malformed or of another run is dropped. */
public final class VerdictAdapter implements FrameHandler {
    private final long runId;
    private final Listener listener;
    private final FrameHeader header = new FrameHeader();
    private final VerdictDecoder verdict = new VerdictDecoder();

    /** An adapter for one run. */
    public VerdictAdapter(long runId, Listener listener) {
        this.runId = runId;
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        boolean whole = header.template(buffer, offset, length) == VerdictDecoder.TEMPLATE_ID
                && header.blockLength() == VerdictDecoder.BLOCK_LENGTH
                && length == FrameHeader.LENGTH + VerdictDecoder.BLOCK_LENGTH;
        if (!whole) {
            return;
        }
        verdict.wrap(buffer, offset + FrameHeader.LENGTH, VerdictDecoder.BLOCK_LENGTH, VerdictDecoder.SCHEMA_VERSION);
        int finished = verdict.finished();
        if (verdict.runId() == runId && (finished == 0 || finished == 1)) {
            listener.onVerdict(verdict.version(), finished == 1);
        }
    }

    /** What a worker is told. */
    @FunctionalInterface
    public interface Listener {
        /** Whether the run is over after the evaluation at a version. */
        void onVerdict(long version, boolean finished);
    }
}
