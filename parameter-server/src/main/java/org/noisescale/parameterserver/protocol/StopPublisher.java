package org.noisescale.parameterserver.protocol;

import java.nio.charset.StandardCharsets;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.StopEncoder;

/** The end of a run, as bytes. */
final class StopPublisher {
    private static final int INITIAL_BYTES = 256;
    /** Keeps a reason a line. */
    private static final int REASON_LENGTH_MAX = 2000;

    private final long runId;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(INITIAL_BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StopEncoder stop = new StopEncoder();

    StopPublisher(long runId) {
        this.runId = runId;
    }

    /** Says that the run ends early; what goes beyond a long line of the reason is cut off. */
    void send(FrameSink sink, String reason) {
        String line = reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX));
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        stop.wrapAndApplyHeader(buffer, 0, header).runId(runId).putReason(text, 0, text.length);
        sink.send(buffer, stop.limit(), buffer, 0, 0);
    }
}
