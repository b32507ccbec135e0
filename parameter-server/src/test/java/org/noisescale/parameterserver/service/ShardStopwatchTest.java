package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.WorkerPublisher;
import org.noisescale.parameterserver.service.ShardMeter.Last;
import org.noisescale.parameterserver.service.ShardMeter.Sum;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Progress;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.WaitMeter;

/** One of two shards and two workers, without a network. The clock goes on by a nanosecond whenever it is looked at. */
final class ShardStopwatchTest {
    private static final long STEPS = 3;
    private static final FrameSink NOWHERE = (header, headerLength, body, offset, length) -> {};

    private final ToyProblem problem = ToyProblem.small(2, STEPS);
    private final AtomicBoolean everythingCounts = new AtomicBoolean();
    private final SynchronizationPolicy policy = new Lenient(everythingCounts);
    private final ServerPlan plan = problem.plan(2, 2, policy, Duration.ofSeconds(20));
    private final ChunkPlan chunks = new ChunkPlan(problem.layout());
    private final Shard shard = new Shard(
            new ShardPlan(
                    new ShardDivision(chunks, 2),
                    1,
                    new AggregationTree(2),
                    2,
                    plan.rules().optimizer(),
                    plan.rules().synchronization()),
            problem.start());
    private final ShardRange range = shard.plan().range();
    private final ShardSession session = new ShardSession(
            plan,
            shard,
            new ShardSession.Outlets(NOWHERE::send, (buffer, length) -> true, NOWHERE, List.of()),
            done -> {},
            0);
    private final WaitMeter backPressure = new WaitMeter();
    private final ShardMeter meter = new ShardMeter(1, backPressure, () -> 2);
    private final AtomicLong looks = new AtomicLong();
    private final ShardStopwatch stopwatch = new ShardStopwatch(range, session, meter, looks::incrementAndGet);
    private final List<WorkerPublisher> workers =
            List.of(new WorkerPublisher(plan.runId(), 0, 0), new WorkerPublisher(plan.runId(), 1, 0));
    private long bytes;
    private long frames;

    /** Bulk synchronous until everything is to count. */
    private record Lenient(AtomicBoolean everythingCounts) implements SynchronizationPolicy {
        private static final long serialVersionUID = 1;

        @Override
        public Admission admit(long read, long version) {
            return everythingCounts.get() ? Admission.ADMIT : new BulkSynchronousPolicy().admit(read, version);
        }

        @Override
        public int quorum(int workers) {
            return workers;
        }

        @Override
        public boolean mayBegin(int worker, Progress progress) {
            return new BulkSynchronousPolicy().mayBegin(worker, progress);
        }
    }

    /** Hands a frame over at once. */
    private void deliver(DirectBuffer header, int headerLength, DirectBuffer body, int bodyOffset, int bodyLength) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[headerLength + bodyLength]);
        frame.putBytes(0, header, 0, headerLength);
        frame.putBytes(headerLength, body, bodyOffset, bodyLength);
        bytes += frame.capacity();
        frames++;
        stopwatch.onFrame(frame, 0, frame.capacity());
    }

    private void push(int worker, long step, int chunk) {
        int length = chunks.length(chunk) * Float.BYTES;
        UnsafeBuffer gradient = new UnsafeBuffer(new byte[length]);
        for (int i = 0; i < length; i += Float.BYTES) {
            gradient.putFloat(i, 1 + worker);
        }
        workers.get(worker)
                .contribution(step, chunk, new AggregationTree(2).leaf(worker), 4)
                .send(this::deliver, new double[0], 0, gradient, 0, length);
    }

    private void join() {
        stopwatch.start();
        workers.forEach(worker -> worker.join(this::deliver));
    }

    private void train() {
        for (long step = 0; step < STEPS; step++) {
            for (int worker = 0; worker < 2; worker++) {
                for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
                    push(worker, step, chunk);
                }
            }
        }
    }

    private long parameters() {
        return (long) chunks.layout().length() - chunks.offset(range.firstChunk());
    }

    @Test
    void countsWhatTheShardMoves() {
        join();
        train();

        assertThat(meter.value(Sum.STEPS)).isEqualTo(STEPS);
        assertThat(meter.value(Sum.EXAMPLES)).isEqualTo(STEPS * 8);
        assertThat(meter.value(Sum.PUSHES)).isEqualTo(STEPS * range.count() * 2);
        assertThat(meter.value(Sum.CHUNKS)).isEqualTo(STEPS * range.count());
        assertThat(meter.value(Sum.RECEIVED_BYTES)).isEqualTo(bytes);
        assertThat(meter.value(Sum.SENT_BYTES)).isEqualTo((STEPS + 1) * parameters() * Float.BYTES);
        assertThat(meter.value(Sum.IGNORED_PUSHES)).isZero();
        assertThat(meter.value(Sum.STALENESS)).isZero();
        assertThat(meter.stalest()).isZero();
        assertThat(meter.senders()).isEqualTo(2);
    }

    @Test
    void doublesAndGradientsOfChunksOfOthersAreCountedAsIgnored() {
        join();

        push(0, 0, range.firstChunk());
        push(0, 0, range.firstChunk());
        push(0, 0, range.firstChunk() - 1);

        assertThat(meter.value(Sum.PUSHES)).isEqualTo(1);
        assertThat(meter.value(Sum.IGNORED_PUSHES)).isEqualTo(2);
    }

    @Test
    void stalenessIsTheNumberOfUpdatesSinceTheParametersOfAGradient() {
        everythingCounts.set(true);
        join();
        for (long step : new long[] {0, 0, 1}) {
            push(0, step, range.firstChunk());
            push(1, step, range.firstChunk());
            for (int chunk = range.firstChunk() + 1; chunk < range.endChunk(); chunk++) {
                push(0, meter.value(Sum.STEPS), chunk);
                push(1, meter.value(Sum.STEPS), chunk);
            }
        }

        assertThat(meter.value(Sum.STALENESS))
                .as("0 of both workers in the first step, 1 in the second, 1 in the third")
                .isEqualTo(4);
        assertThat(meter.stalest()).isEqualTo(1);
    }

    @Test
    void everyMomentIsSpentOnOneThing() {
        stopwatch.start();
        long begin = looks.get();
        workers.forEach(worker -> worker.join(this::deliver));
        train();

        assertThat(meter.value(Sum.AGGREGATION_NS) + meter.value(Sum.UPDATE_NS) + meter.value(Sum.PUBLICATION_NS))
                .isEqualTo(looks.get() - begin);
        assertThat(meter.value(Sum.PUBLICATION_NS))
                .as("a look before a chunk is sent and one after; the first version is a frame")
                .isEqualTo(1 + STEPS * range.count());
    }

    @Test
    void looksAtTheClockOnceAFrameAndTwiceMoreAChunk() {
        join();
        long begin = looks.get();
        long framesBefore = frames;
        train();

        assertThat(looks.get() - begin).isEqualTo(frames - framesBefore + 2 * STEPS * range.count());
    }

    @Test
    void theLatencyOfAChunkBeginsWithItsFirstGradient() {
        join();
        push(0, 0, range.firstChunk());
        push(0, 0, range.firstChunk() + 1);
        push(1, 0, range.firstChunk());

        assertThat(meter.chunkLatency().count()).isEqualTo(1);
        assertThat(meter.chunkLatency().totalNs())
                .as("three frames, and a look before the sending, in place of the last frame's own")
                .isEqualTo(4);
    }

    @Test
    void theNoiseOfAStepIsReadFromWhatTheShardsTell() {
        join();
        train();
        double values = parameters() - (400 - Math.min(400, chunks.offset(range.firstChunk())));

        NoiseReading reading = plan.rules()
                .meter()
                .read(meter.value(Last.WEIGHTED_SQUARED_NORM), meter.value(Last.SQUARED_NORM), (long)
                        meter.value(Last.BATCH));

        assertThat(meter.value(Last.SQUARED_NORM)).as("(1 + 2)² each").isEqualTo(9 * values);
        assertThat(meter.value(Last.WEIGHTED_SQUARED_NORM)).as("(1 + 4)/4 each").isEqualTo(1.25 * values);
        assertThat(reading.noiseTrace()).isEqualTo((1.25 - 9.0 / 8) * values);
    }
}
