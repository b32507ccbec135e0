package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

/** The bytes of the messages, written out by hand. What changes them is another version of the protocol. */
final class WireFormatTest {
    private static final long RUN = 0x0123456789abcdefL;
    /** Schema 7719, version 7. */
    private static final String SCHEMA = "271e" + "0700";

    private static final String RUN_BYTES = "efcdab8967452301";

    private final RecordedFrames sent = new RecordedFrames();
    private final WorkerPublisher worker = new WorkerPublisher(RUN, 3, 2);

    @Test
    void joinSaysWhoComesForTheHowManiethTime() {
        worker.join(sent);

        String header = "1000" + "0100" + SCHEMA;
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + RUN_BYTES + "03000000" + "02000000");
    }

    @Test
    void contributionCarriesNormsAndValues() {
        UnsafeBuffer gradient = new UnsafeBuffer(new byte[16]);
        FloatBytes.write(gradient, 4, new float[] {1, -2}, 2);

        worker.contribution(5, 7, 9, 64).send(sent, new double[] {1, 2.5, 99}, 2, gradient, 4, 8);

        String header = "2c00" + "0200" + SCHEMA;
        String longs = RUN_BYTES + "0500000000000000" + "4000000000000000";
        String ints = "03000000" + "02000000" + "07000000" + "09000000" + "00000000";
        String norms = "10000000" + "000000000000f03f" + "0000000000000440";
        String values = "08000000" + "0000803f" + "000000c0";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + longs + ints + norms + values);
    }

    @Test
    void aProbeSaysThatItIsOne() {
        worker.contribution(5, 7, 9, 64).asProbe().send(sent, new double[0], 0, new UnsafeBuffer(new byte[4]), 0, 4);

        String header = "2c00" + "0200" + SCHEMA;
        String longs = RUN_BYTES + "0500000000000000" + "4000000000000000";
        String ints = "03000000" + "02000000" + "07000000" + "09000000" + "01000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + longs + ints + "00000000" + "04000000" + "00000000");
    }

    @Test
    void parametersCarryAChunkAtAVersion() {
        new ShardPublisher(RUN, 2).parameters(sent, 6, 7, new float[] {1, -2});

        String header = "1800" + "0300" + SCHEMA;
        String fields = RUN_BYTES + "0600000000000000" + "07000000" + "00000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + fields + "08000000" + "0000803f" + "000000c0");
    }

    @Test
    void aReadingSaysWhichWorkerIsToDoWhatWithAChunk() {
        new ShardPublisher(RUN, 2)
                .reading(ReadingKind.EVALUATE, 3, 4, 6)
                .offer(
                        (worker, header, headerLength, values, scratch) -> {
                            FloatBytes.write(scratch, 0, values, values.length);
                            sent.send(header, headerLength, scratch, 0, values.length * Float.BYTES);
                            return true;
                        },
                        7,
                        new float[] {1, -2});

        String header = "2400" + "0c00" + SCHEMA;
        String fields = RUN_BYTES + "0400000000000000" + "0600000000000000" + "03000000" + "07000000" + "01000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + fields + "08000000" + "0000803f" + "000000c0");
    }

    @Test
    void statisticsSayOfWhichExchangeTheyAre() {
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(ChannelStatistics.Kind.GRADIENTS, 64, 1);
        statistics.firsts()[0] = 1;
        statistics.seconds()[0] = 2.5;

        StatisticsPublisher.ofWorker(RUN, 3, 2).send(sent, new ExchangeKey(5, 6, 4, 1), 9, statistics);

        String header = "3c00" + "1100" + SCHEMA;
        String longs = RUN_BYTES + "0500000000000000" + "4000000000000000";
        String exchange = "03000000" + "02000000" + "06000000" + "04000000" + "01000000";
        String part = "09000000" + "01000000" + "01000000" + "00000000";
        String sums = "10000000" + "000000000000f03f" + "0000000000000440";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + longs + exchange + part + sums);
    }

    @Test
    void anArrivalHasItsPlaceInTheOrder() {
        new ArrivalPublisher(RUN).send(sent, 5, 3, 6, 9);

        String header = "2400" + "0d00" + SCHEMA;
        String longs = RUN_BYTES + "0500000000000000" + "0600000000000000" + "0900000000000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + longs + "03000000");
    }

    @Test
    void evaluatedSaysWhetherTheRunIsOver() {
        worker.evaluated(sent, 6, true);

        String header = "1500" + "0e00" + SCHEMA;
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + RUN_BYTES + "0600000000000000" + "03000000" + "01");
    }

    @Test
    void leaveSaysWhoGoes() {
        worker.offerLeave(sent);

        String header = "0c00" + "1000" + SCHEMA;
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + RUN_BYTES + "03000000");
    }

    @Test
    void anAverageSaysThatItIsOne() {
        new ShardPublisher(RUN, 2).average(sent, 6, 7, new float[] {1, -2});

        String header = "1800" + "0300" + SCHEMA;
        String fields = RUN_BYTES + "0600000000000000" + "07000000" + "01000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + fields + "08000000" + "0000803f" + "000000c0");
    }

    @Test
    void figuresCarryTwoNormsOfEachPiece() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLength(32));
        OptimizerPlan sgd = OptimizerPlan.of(new UpdateRule.Sgd(), 1);
        OptimizerPlan clipped = new OptimizerPlan(sgd.segments(), new Clipping.ByGlobalNorm(9), new Averaging.None());
        Cluster cluster = new Cluster(chunks, 1, 1, 1, clipped);
        float[] gradient = new float[32];
        gradient[6] = 3;
        cluster.pushes(0, new float[][] {gradient}, new long[] {1}).forEach(cluster::offer);
        cluster.pushes(1, new float[][] {new float[32]}, new long[] {1}).forEach(cluster::offer);

        new FiguresPublisher(RUN, 2).offer(sent, 5, 1, cluster.shards().get(0).figures(1), 3, 1);

        String header = "1c00" + "0800" + SCHEMA;
        String fields = RUN_BYTES + "0500000000000000" + "02000000" + "01000000" + "03000000";
        String entries = "1000" + "0100" + "0000000000000000" + "0000000000002240";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + fields + entries);
    }

    @Test
    void evaluationCarriesTheFiguresOfAVirtualWorker() {
        worker.evaluation(sent, 6, 7, List.of(Evaluations.ofClasses()));

        String header = "3400" + "0600" + SCHEMA;
        String longs = RUN_BYTES + "0600000000000000" + "0300000000000000" + "000000000000f83f" + "0200000000000000";
        String ints = "03000000" + "07000000" + "02000000";
        String counts = "10000000" + "01000000" + "01000000" + "00000000" + "01000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + longs + ints + counts + "00000000");
    }

    @Test
    void evaluationOfARegressionCarriesFourFiguresForEachTarget() {
        worker.evaluation(sent, 6, 7, List.of(Evaluations.ofTargets()));

        String first = "000000000000e03f" + "000000000000d03f" + "0000000000000040" + "0000000000000040";
        String second = "0000000000000840" + "0000000000001440" + "0000000000001240" + "0000000000803840";
        assertThat(sent.onlyFrameAsHex())
                .endsWith("ffffffffffffffff" + "03000000" + "07000000" + "00000000" + "00000000" + "40000000" + first
                        + second);
    }

    @Test
    void verdictSaysOfAVersionWhetherTheRunIsOver() {
        new VerdictPublisher(RUN).verdict(sent, 6, true);

        String header = "1100" + "0900" + SCHEMA;
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + RUN_BYTES + "0600000000000000" + "01");
    }

    @Test
    void timingsCarryNanoseconds() {
        worker.timing(sent, 5, new WorkerTiming(3, 1, 2, 3, 4));

        String header = "3400" + "0a00" + SCHEMA;
        String spent = "0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + RUN_BYTES + "0500000000000000" + "03000000" + spent);
    }

    @Test
    void stopCarriesItsReason() {
        new ShardPublisher(RUN, 2).stop(sent, "why");

        assertThat(sent.onlyFrameAsHex()).isEqualTo("0800" + "0700" + SCHEMA + RUN_BYTES + "03000000" + "776879");
    }
}
