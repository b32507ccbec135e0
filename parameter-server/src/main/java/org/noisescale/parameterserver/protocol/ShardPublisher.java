package org.noisescale.parameterserver.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.protocol.codec.MeasurementEncoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.protocol.codec.ParametersEncoder;
import org.noisescale.parameterserver.protocol.codec.ReadingEncoder;
import org.noisescale.parameterserver.protocol.codec.ShardTimingEncoder;
import org.noisescale.parameterserver.shard.StepMeasurement;

/** What a shard says, as bytes. */
public final class ShardPublisher {
    private static final int INITIAL_BYTES = 4096;
    /** Keeps a message below an eighth of a term buffer, the most that Aeron takes. */
    private static final int PIECES_MAX = 200;

    private final long runId;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(INITIAL_BYTES);
    private final MutableDirectBuffer values;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ParametersEncoder parameters = new ParametersEncoder();
    private final ReadingEncoder reading = new ReadingEncoder();
    private final MeasurementEncoder measurement = new MeasurementEncoder();
    private final ShardTimingEncoder timing = new ShardTimingEncoder();
    private final StopPublisher stop;
    private int addressee;

    /** A publisher for chunks of up to {@code chunkLength} floats. */
    public ShardPublisher(long runId, int chunkLength) {
        this.runId = runId;
        stop = new StopPublisher(runId);
        values = new UnsafeBuffer(ByteBuffer.allocateDirect(chunkLength * Float.BYTES));
    }

    /** Sends a chunk at a version. */
    public void parameters(FrameSink workers, long version, int chunk, float[] floats) {
        send(workers, ParametersKind.LATEST, version, chunk, floats);
    }

    /** Sends the average of a chunk over its versions up to this one. */
    public void average(FrameSink workers, long version, int chunk, float[] floats) {
        send(workers, ParametersKind.AVERAGE, version, chunk, floats);
    }

    private void send(FrameSink workers, int kind, long version, int chunk, float[] floats) {
        int bytes = floats.length * Float.BYTES;
        parameters
                .wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .version(version)
                .chunk(chunk)
                .kind(kind);
        int position = parameters.limit();
        buffer.putInt(position, bytes, ByteOrder.LITTLE_ENDIAN);
        workers.send(buffer, position + Integer.BYTES, floats, values);
    }

    /** Begins a message to one worker about a version; {@code turn} is 0 where none begins. */
    public ShardPublisher reading(ReadingKind kind, int worker, long turn, long version) {
        addressee = worker;
        reading.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .turn(turn)
                .version(version)
                .worker(worker)
                .kind(kind.number());
        return this;
    }

    /** Sends the message with a chunk; false if the worker cannot take it now. */
    public boolean offer(WorkerOutlet workers, int chunk, float[] floats) {
        reading.chunk(chunk);
        int position = reading.limit();
        buffer.putInt(position, floats.length * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        return workers.offer(addressee, buffer, position + Integer.BYTES, floats, values);
    }

    /** Sends what was measured in a completed step, in as many messages as they need. */
    public void measurement(FrameSink driver, long step, StepMeasurement done) {
        for (int first = 0; first < done.pieceCount(); first += PIECES_MAX) {
            int count = Math.min(PIECES_MAX, done.pieceCount() - first);
            MeasurementEncoder.PiecesEncoder pieces = measurement
                    .wrapAndApplyHeader(buffer, 0, header)
                    .runId(runId)
                    .step(step)
                    .examples(done.examples())
                    .firstPiece(done.firstPiece() + first)
                    .piecesCount(count);
            for (int piece = first; piece < first + count; piece++) {
                pieces.next()
                        .weightedSquaredNorm(done.weightedSquaredNorm(piece))
                        .squaredNorm(done.squaredNorm(piece))
                        .updateProduct(done.updateProduct(piece))
                        .updateSquaredNorm(done.updateSquaredNorm(piece))
                        .parameterSquaredNorm(done.parameterSquaredNorm(piece))
                        .independentWeighted(done.independentWeighted(piece))
                        .independentSquared(done.independentSquared(piece));
            }
            driver.send(buffer, measurement.limit(), buffer, 0, 0);
        }
    }

    /** Says where the time of a step went. */
    public void timing(FrameSink driver, long step, ShardTiming spent) {
        timing.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .step(step)
                .shard(spent.shard())
                .aggregateNs(spent.aggregateNs())
                .updateNs(spent.updateNs())
                .backPressureNs(spent.backPressureNs())
                .receivedBytes(spent.receivedBytes())
                .sentBytes(spent.sentBytes())
                .chunks(spent.chunks());
        driver.send(buffer, timing.limit(), buffer, 0, 0);
    }

    /** Says that the run ends early; what goes beyond a long line of the reason is cut off. */
    public void stop(FrameSink sink, String reason) {
        stop.send(sink, reason);
    }
}
