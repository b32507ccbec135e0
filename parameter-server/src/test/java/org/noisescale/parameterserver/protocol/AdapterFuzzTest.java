package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Cluster;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Figures;
import org.noisescale.parameterserver.shard.Push;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.StageFigures;

/**
 * Random and mutated frames. More of them: {@code -Dnoisescale.fuzz.frames=…}. Each frame is read at the end of an
 * exactly sized buffer, where a reach past it throws, and twice amid different poison, where a reach past it shows.
 */
final class AdapterFuzzTest {
    private static final int FRAMES = Integer.getInteger("noisescale.fuzz.frames", 200_000);
    private static final long RUN = 42;
    private static final int PREFIX = 24;

    private final ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(9, 1, 22)));
    private final OptimizerPlan optimizer = new OptimizerPlan(
            OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.1).segments(),
            new Clipping.ByGlobalNorm(1),
            new Averaging.None());
    /** The first of two shards, with the chunks 0 to 7 and the pieces 0 to 8 of 17. */
    private final Cluster cluster = new Cluster(chunks, 4, 3, 2, optimizer);

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
        publisher.average(sent, 4, 3, new float[] {1, 2});
        publisher.measurement(sent, 3, shard.measurement());
        publisher.stop(sent, "the reason");
        publisher.timing(sent, 3, new ShardTiming(1, 2, 3, 4, 5, 6, 7));
        worker.timing(sent, 3, new WorkerTiming(1, 2, 3, 4, 5));
        StageFigures figures = cluster.shards().get(1).figures(1);
        FiguresPublisher other = new FiguresPublisher(RUN, 1);
        other.offer(sent, shard.stepsCompleted(), 1, figures, 9, 8);
        other.offer(sent, shard.stepsCompleted(), 1, figures, 10, 3);
        new VerdictPublisher(RUN).verdict(sent, 5, true);
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(ChannelStatistics.Kind.MOMENTS, 9, 3);
        StatisticsPublisher.ofWorker(RUN, 1, 0).send(sent, new ExchangeKey(3, 1, 2, 0), 3, statistics);
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
        for (int piece = 0; piece < chunks.pieceCount(); piece++) {
            state.add(shard.figures(1).updateSquaredNorm(piece));
            state.add(shard.figures(1).parameterSquaredNorm(piece));
        }
        for (int chunk = 0; chunk < 8; chunk++) {
            state.add(shard.version(chunk));
            state.add(Arrays.hashCode(shard.parameters(chunk)));
        }
        return state;
    }

    /** A second opinion on what the plan of four virtual workers on three workers allows. */
    private boolean isAllowed(Contribution push) {
        boolean known = push.chunk() >= 0
                && push.chunk() < 8
                && push.examples() > 0
                && push.step() == shard.stepsCompleted()
                && push.valueCount() == 2
                && !push.isProbe();
        return known && (push.node() == 3 ? isPair(push) : isAlone(push));
    }

    private boolean isAllowed(Figures figures) {
        return figures.shard() == 1
                && figures.step() == shard.stepsCompleted()
                && figures.stage() == 1
                && figures.firstPiece() >= 9
                && figures.count() >= 1
                && figures.firstPiece() <= 17 - figures.count();
    }

    private static boolean isPair(Contribution push) {
        return push.worker() == 2 && push.normCount() == (push.chunk() == 4 ? 2 : 1);
    }

    private static boolean isAlone(Contribution push) {
        return (push.node() == 4 || push.node() == 5) && push.worker() == push.node() - 4 && push.normCount() == 0;
    }

    /** Offers to the shard what an adapter understands. */
    private final class Judge implements ShardAdapter.Listener {
        private int contributions;
        private int figures;

        @Override
        public void onJoin(int worker, int attempt) {
            // Not the shard's business.
        }

        @Override
        public void onContribution(Contribution push) {
            contributions += changes(isAllowed(push), () -> shard.offer(push)) ? 1 : 0;
        }

        @Override
        public void onFigures(Figures told) {
            figures += changes(isAllowed(told), () -> shard.offer(told)) ? 1 : 0;
        }

        private boolean changes(boolean allowed, Supplier<Shard.Outcome> offer) {
            List<Object> before = state();
            Shard.Outcome outcome = offer.get();
            boolean changed = outcome == Shard.Outcome.ACCEPTED || outcome == Shard.Outcome.COMPLETED;
            assertThat(!changed || allowed).isTrue();
            if (!changed) {
                assertThat(state()).isEqualTo(before);
            }
            while (shard.pollCompleted() != Shard.NONE) {
                assertThat(outcome).isEqualTo(Shard.Outcome.COMPLETED);
            }
            return changed;
        }
    }

    @Test
    void noFrameChangesAShardThatIsNotAnAllowedContributionOrFigure() {
        Judge judge = new Judge();
        ShardAdapter adapter = new ShardAdapter(RUN, judge);
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

        assertThat(judge.contributions).isGreaterThan(100);
        assertThat(judge.figures).isGreaterThan(10);
        assertThat(step).isGreaterThan(2);
        assertThat(adapter.dropped()).isGreaterThan(FRAMES / 4);
    }
}
