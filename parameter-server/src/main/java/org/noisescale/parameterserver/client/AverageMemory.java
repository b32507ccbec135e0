package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.layout.ChunkPlan;

/**
 * Where the average of the parameters arrives. For an evaluation it changes places with the parameters in the model's
 * memory, and afterwards again, so that training goes on with the very bits it had.
 */
final class AverageMemory {
    private final UnsafeBuffer parameters;
    private final UnsafeBuffer average;
    private final UnsafeBuffer scratch;
    private final ParameterReceiver receiver;

    AverageMemory(ChunkPlan chunks, UnsafeBuffer parameters) {
        this.parameters = parameters;
        average = new UnsafeBuffer(ByteBuffer.allocateDirect(chunks.layout().length() * Float.BYTES));
        scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(chunks.chunkLength() * Float.BYTES));
        receiver = new ParameterReceiver(chunks, average);
    }

    /** Where it arrives. */
    UnsafeBuffer memory() {
        return average;
    }

    ParameterReceiver receiver() {
        return receiver;
    }

    void exchange() {
        int length = average.capacity();
        for (int from = 0; from < length; from += scratch.capacity()) {
            int bytes = Math.min(scratch.capacity(), length - from);
            scratch.putBytes(0, parameters, from, bytes);
            parameters.putBytes(from, average, from, bytes);
            average.putBytes(from, scratch, 0, bytes);
        }
    }
}
