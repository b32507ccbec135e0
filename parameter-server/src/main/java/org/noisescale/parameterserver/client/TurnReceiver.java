package org.noisescale.parameterserver.client;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.Reading;
import org.noisescale.parameterserver.protocol.ReadingKind;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.WorkerAdapter;

/**
 * Copies what shards send to this worker to where it belongs: what a turn begins with, and what the run ends with, into
 * the model, since whatever was computed there before is of no use any more; what is to be evaluated beside it.
 */
final class TurnReceiver implements WorkerAdapter.Listener {
    private final ChunkPlan chunks;
    private final int worker;
    private final UnsafeBuffer model;
    private final UnsafeBuffer evaluated;
    private final ChunkSet begun;
    private final ChunkSet evaluation;
    private final ChunkSet end;
    private long heard;
    private long bytesTaken;

    TurnReceiver(ChunkPlan chunks, int worker, UnsafeBuffer model, UnsafeBuffer evaluated) {
        this.chunks = chunks;
        this.worker = worker;
        this.model = model;
        this.evaluated = evaluated;
        begun = new ChunkSet(chunks.chunkCount());
        evaluation = new ChunkSet(chunks.chunkCount());
        end = new ChunkSet(chunks.chunkCount());
    }

    /** What turns begin with. */
    ChunkSet begun() {
        return begun;
    }

    /** What is to be evaluated. */
    ChunkSet evaluation() {
        return evaluation;
    }

    /** What the run ends with. */
    ChunkSet end() {
        return end;
    }

    /** How often something came. */
    long heard() {
        return heard;
    }

    long bytesTaken() {
        return bytesTaken;
    }

    @Override
    public void onReading(Reading reading) {
        int chunk = reading.chunk();
        boolean known = chunk >= 0
                && chunk < chunks.chunkCount()
                && reading.byteLength() == chunks.length(chunk) * Float.BYTES
                && reading.version() >= 0
                && reading.turn() >= 0;
        if (reading.worker() != worker || !known) {
            return;
        }
        heard++;
        if (take(reading)) {
            bytesTaken += reading.byteLength();
            UnsafeBuffer target = reading.kind() == ReadingKind.EVALUATE ? evaluated : model;
            reading.copyInto(target, chunks.offset(chunk) * Float.BYTES);
        }
    }

    private boolean take(Reading reading) {
        long version = reading.version();
        return switch (reading.kind()) {
            case BEGIN -> end.number() < 0 && begun.take(reading.turn(), version, reading.chunk());
            case EVALUATE -> evaluation.take(version, version, reading.chunk());
            case END -> end.take(version, version, reading.chunk());
        };
    }

    @Override
    public void onPatience() {
        heard++;
    }

    @Override
    public void onParameters(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        // Under this rule nobody sends them.
    }

    @Override
    public void onAverage(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        // Likewise.
    }

    @Override
    public void onStop(String reason) {
        throw new RunAbortedException(reason);
    }
}
