package org.noisescale.parameterserver.protocol;

import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.VerdictEncoder;

/** What the driver says to the workers, as bytes. */
public final class VerdictPublisher {
    private static final int BYTES = FrameHeader.LENGTH + VerdictEncoder.BLOCK_LENGTH;

    private final long runId;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final VerdictEncoder verdict = new VerdictEncoder();
    private final StopPublisher stop;

    /** A publisher for one run. */
    public VerdictPublisher(long runId) {
        this.runId = runId;
        stop = new StopPublisher(runId);
    }

    /** Says whether the run is over after the evaluation at {@code version}. */
    public void verdict(FrameSink workers, long version, boolean finished) {
        verdict.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .version(version)
                .finished((short) (finished ? 1 : 0));
        workers.send(buffer, BYTES, buffer, 0, 0);
    }

    /** Says that the run ends early. */
    public void stop(FrameSink workers, String reason) {
        stop.send(workers, reason);
    }
}
