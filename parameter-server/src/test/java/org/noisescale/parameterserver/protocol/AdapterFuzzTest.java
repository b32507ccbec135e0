package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Cluster;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Push;
import org.noisescale.parameterserver.shard.Shard;

/**
 * Random and mutated frames. More of them: {@code -Dnoisescale.fuzz.frames=…}. Each frame is read at the end of an
 * exactly sized buffer, where a reach past it throws, and twice amid different poison, where a reach past it shows.
 */
final class AdapterFuzzTest {
    private static final int FRAMES = Integer.getInteger("noisescale.fuzz.frames", 200_000);
    private static final long RUN = 42;
    private static final int PREFIX = 24;

    private final ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(9, 1, 22)));
    private final Cluster cluster = new Cluster(chunks, 4, 3, 1, OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.1));
    private final Shard shard = cluster.shards().get(0);
    private final SplittableRandom random = new SplittableRandom(1);

    /** All kinds of messages, valid for the shard at its present step. */
    private List<byte[]> validFrames() {
        RecordedFrames sent = new RecordedFrames();
        for (Push push : cluster.pushes(shard.stepsCompleted(), new float[4][32], new long[] {1, 2, 3, 4})) {
            double[] norms = new double[push.normCount()];
            UnsafeBuffer values = new UnsafeBuffer(new byte[push.valueCount() * Float.BYTES]);
            new WorkerPublisher(RUN, push.worker(), 0)
                    .contribution(push.step(), push.chunk(), push.node(), push.examples())
                    .send(sent, norms, norms.length, values, 0, values.capacity());
        }
        WorkerPublisher worker = new WorkerPublisher(RUN, 1, 0);
        worker.join(sent);
        worker.losses(sent, 3, 1, new long[] {4, 5}, new double[] {1, 2});
        worker.evaluation(
                sent, 3, 1, List.of(new EvaluationSum(1, 2, 3), Evaluations.ofClasses(), Evaluations.ofTargets()));
        ShardPublisher publisher = new ShardPublisher(RUN, 2);
        publisher.parameters(sent, 4, 3, new float[] {1, 2});
        publisher.measurement(sent, 3, shard.measurement());
        publisher.stop(sent, "the reason");
        new VerdictPublisher(RUN).verdict(sent, 5, true);
        return sent.frames();
    }

    private byte[] mutated(byte[] frame) {
        return switch (random.nextInt(7)) {
            case 0 -> randomBytes(random.nextInt(100));
            case 1 -> Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            case 2 -> Arrays.copyOf(frame, frame.length + 1 + random.nextInt(40));
            case 3 -> withInt(frame, random.nextInt());
            case 4 -> withInt(frame, random.nextInt(-2, 70));
            case 5 -> withInt(frame, Integer.MAX_VALUE - random.nextInt(100));
            default -> withFlippedBits(frame);
        };
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] withInt(byte[] frame, int value) {
        byte[] changed = frame.clone();
        new UnsafeBuffer(changed).putInt(random.nextInt(frame.length - 3), value);
        return changed;
    }

    private byte[] withFlippedBits(byte[] frame) {
        byte[] changed = frame.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            changed[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static UnsafeBuffer exactly(byte[] frame) {
        byte[] bytes = new byte[PREFIX + frame.length];
        System.arraycopy(frame, 0, bytes, PREFIX, frame.length);
        return new UnsafeBuffer(bytes);
    }

    private static UnsafeBuffer amid(byte poison, byte[] frame) {
        byte[] bytes = new byte[PREFIX + frame.length + 200];
        Arrays.fill(bytes, poison);
        System.arraycopy(frame, 0, bytes, PREFIX, frame.length);
        return new UnsafeBuffer(bytes);
    }

    private static List<String> hear(UnsafeBuffer buffer, int length) {
        Transcript heard = new Transcript();
        new ShardAdapter(RUN, heard).onFrame(buffer, PREFIX, length);
        new WorkerAdapter(RUN, heard).onFrame(buffer, PREFIX, length);
        new ReportAdapter(RUN, heard).onFrame(buffer, PREFIX, length);
        new VerdictAdapter(RUN, heard).onFrame(buffer, PREFIX, length);
        return heard.calls();
    }

    @Test
    void noFrameMakesAnAdapterThrowOrReachPastIt() {
        List<byte[]> valid = validFrames();
        int understood = 0;

        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = mutated(valid.get(random.nextInt(valid.size())));
            List<String> heard = hear(exactly(frame), frame.length);
            assertThat(hear(amid((byte) 0, frame), frame.length)).isEqualTo(heard);
            assertThat(hear(amid((byte) 0xa5, frame), frame.length)).isEqualTo(heard);
            understood += heard.isEmpty() ? 0 : 1;
        }

        assertThat(understood).isBetween(FRAMES / 20, FRAMES / 2);
    }

    /** Everything of the shard that can be seen. */
    private List<Object> state() {
        List<Object> state = new ArrayList<>();
        state.add(shard.stepsCompleted());
        state.add(shard.missingWorkers());
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            state.add(shard.version(chunk));
            state.add(Arrays.hashCode(shard.parameters(chunk)));
        }
        return state;
    }

    /** A second opinion on what the plan of four virtual workers on three workers allows. */
    private boolean isAllowed(Contribution push) {
        boolean known = push.chunk() >= 0
                && push.chunk() < chunks.chunkCount()
                && push.examples() > 0
                && push.step() == shard.stepsCompleted()
                && push.valueCount() == 2;
        return known && (push.node() == 3 ? isPair(push) : isAlone(push));
    }

    private static boolean isPair(Contribution push) {
        return push.worker() == 2 && push.normCount() == (push.chunk() == 4 ? 2 : 1);
    }

    private static boolean isAlone(Contribution push) {
        return (push.node() == 4 || push.node() == 5) && push.worker() == push.node() - 4 && push.normCount() == 0;
    }

    @Test
    void noFrameChangesAShardThatIsNotAnAllowedContribution() {
        int[] accepted = new int[1];
        ShardAdapter adapter = new ShardAdapter(RUN, new ShardAdapter.Listener() {
            @Override
            public void onJoin(int worker, int attempt) {
                // Not the shard's business.
            }

            @Override
            public void onContribution(Contribution push) {
                boolean allowed = isAllowed(push);
                List<Object> before = state();
                Shard.Outcome outcome = shard.offer(push);
                boolean changed = outcome == Shard.Outcome.ACCEPTED || outcome == Shard.Outcome.COMPLETED;
                assertThat(!changed || allowed).isTrue();
                if (!changed) {
                    assertThat(state()).isEqualTo(before);
                }
                accepted[0] += changed ? 1 : 0;
            }
        });

        List<byte[]> valid = validFrames();
        long step = 0;
        for (int i = 0; i < FRAMES; i++) {
            if (shard.stepsCompleted() != step) {
                step = shard.stepsCompleted();
                valid = validFrames();
            }
            byte[] frame = mutated(valid.get(random.nextInt(valid.size())));
            adapter.onFrame(exactly(frame), PREFIX, frame.length);
        }

        assertThat(accepted[0]).isGreaterThan(100);
        assertThat(adapter.dropped()).isGreaterThan(FRAMES / 4);
    }
}
