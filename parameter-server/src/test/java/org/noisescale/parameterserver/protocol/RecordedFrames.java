package org.noisescale.parameterserver.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what is sent. */
final class RecordedFrames implements FrameSink, FrameOutlet {
    private final List<byte[]> frames = new ArrayList<>();

    @Override
    public void send(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        byte[] frame = new byte[headerLength + bodyLength];
        header.getBytes(0, frame, 0, headerLength);
        body.getBytes(bodyOffset, frame, headerLength, bodyLength);
        frames.add(frame);
    }

    void send(byte[] frame) {
        frames.add(frame);
    }

    @Override
    public boolean offer(DirectBuffer buffer, int length) {
        send(buffer, length, buffer, 0, 0);
        return true;
    }

    List<byte[]> frames() {
        return frames;
    }

    /** The same frames with more bytes behind them. */
    RecordedFrames longerBy(int bytes) {
        RecordedFrames longer = new RecordedFrames();
        frames.forEach(frame -> longer.frames.add(Arrays.copyOf(frame, frame.length + bytes)));
        return longer;
    }

    String onlyFrameAsHex() {
        if (frames.size() != 1) {
            throw new IllegalStateException("frames: " + frames.size());
        }
        return HexFormat.of().formatHex(frames.get(0));
    }

    void deliverTo(FrameHandler handler) {
        frames.forEach(frame -> handler.onFrame(new UnsafeBuffer(frame), 0, frame.length));
    }
}
