package org.noisescale.parameterserver.protocol;

import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.codec.ArrivalEncoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.PatienceEncoder;

/** The order of pushes, and that it goes on, as bytes. */
public final class ArrivalPublisher {
    private static final int BYTES = FrameHeader.LENGTH + ArrivalEncoder.BLOCK_LENGTH;
    private static final int NOBODY = -1;

    private final long runId;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ArrivalEncoder arrival = new ArrivalEncoder();
    private final PatienceEncoder patience = new PatienceEncoder();

    /** A publisher for one run. */
    public ArrivalPublisher(long runId) {
        this.runId = runId;
    }

    /** Tells another shard which push is the next; false if it cannot take that now. */
    public boolean offer(FrameOutlet other, long number, int worker, long turn, long timeNs) {
        return other.offer(buffer, encode(number, worker, turn, timeNs));
    }

    /** Tells the driver. */
    public void send(FrameSink driver, long number, int worker, long turn, long timeNs) {
        driver.send(buffer, encode(number, worker, turn, timeNs), buffer, 0, 0);
    }

    private int encode(long number, int worker, long turn, long timeNs) {
        arrival.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .number(number)
                .turn(turn)
                .timeNs(timeNs)
                .worker(worker);
        return arrival.limit();
    }

    /** Tells workers that wait that others go on; false if that cannot be now. */
    public boolean offerPatience(FrameOutlet workers) {
        patience.wrapAndApplyHeader(buffer, 0, header).runId(runId).worker(NOBODY);
        return workers.offer(buffer, patience.limit());
    }
}
