package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.ExchangeKey;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.shard.Cluster;
import org.noisescale.parameterserver.shard.StageFigures;
import org.noisescale.parameterserver.shard.StepMeasurement;

final class MessageRoundTripTest {
    private static final long RUN = 42;
    /** A message must be below an eighth of a term buffer of 1 MiB. */
    private static final int MESSAGE_BYTES_MAX = 1 << 17;

    private final RecordedFrames sent = new RecordedFrames();
    private final Transcript heard = new Transcript();
    private final WorkerPublisher worker = new WorkerPublisher(RUN, 1, 0);
    private final ShardPublisher shard = new ShardPublisher(RUN, 4);

    @Test
    void join() {
        worker.join(sent);

        sent.deliverTo(new ShardAdapter(RUN, heard));

        assertThat(heard.calls()).containsExactly("join 1 0");
    }

    @Test
    void contribution() {
        UnsafeBuffer gradient = new UnsafeBuffer(new byte[12]);
        FloatBytes.write(gradient, 0, new float[] {1, 2, 3}, 3);
        worker.contribution(8, 2, 5, 16).send(sent, new double[] {0.5}, 1, gradient, 0, 12);
        worker.contribution(8, 3, 5, 16).send(sent, new double[0], 0, gradient, 4, 8);

        sent.deliverTo(new ShardAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly(
                        "contribution 1 8 2 5 16 [0.5] [1.0, 2.0, 3.0]", "contribution 1 8 3 5 16 [] [2.0, 3.0]");
    }

    @Test
    void parametersAndStopForAWorker() {
        shard.parameters(sent, 3, 1, new float[] {1, 2, 3, 4});
        shard.average(sent, 3, 2, new float[] {5, 6});
        shard.stop(sent, "Grund: zu spät");

        sent.deliverTo(new WorkerAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly(
                        "parameters 3 1 [1.0, 2.0, 3.0, 4.0]", "average 3 2 [5.0, 6.0]", "stop Grund: zu spät");
    }

    private boolean take(int worker, DirectBuffer header, int length, float[] values, MutableDirectBuffer scratch) {
        FloatBytes.write(scratch, 0, values, values.length);
        sent.send(header, length, scratch, 0, values.length * Float.BYTES);
        return true;
    }

    @Test
    void readingsAndPatienceForAWorker() {
        shard.reading(ReadingKind.BEGIN, 1, 4, 3).offer(this::take, 2, new float[] {1, 2});
        shard.reading(ReadingKind.END, 0, 0, 9).offer(this::take, 1, new float[] {3});
        new ArrivalPublisher(RUN).offerPatience(sent);

        sent.deliverTo(new WorkerAdapter(RUN, heard));
        sent.deliverTo(new WorkerAdapter(RUN + 1, heard));
        sent.longerBy(1).deliverTo(new WorkerAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly("reading BEGIN 1 4 3 2 [1.0, 2.0]", "reading END 0 0 9 1 [3.0]", "patience");
    }

    @Test
    void aReadingOfAnUnknownKindIsDropped() {
        shard.reading(ReadingKind.BEGIN, 1, 4, 3).offer(this::take, 2, new float[] {1, 2});
        byte[] frame = sent.frames().get(0);
        frame[FrameHeader.LENGTH + 32] = 3;

        sent.deliverTo(new WorkerAdapter(RUN, heard));

        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void whatIsSaidToAShardAboutTurns() {
        new ArrivalPublisher(RUN).offer(sent, 5, 1, 6, 9);
        worker.evaluated(sent, 7, false);
        worker.patience(sent);
        worker.offerLeave(sent);

        sent.deliverTo(new ShardAdapter(RUN, heard));
        sent.deliverTo(new ShardAdapter(RUN + 1, heard));
        sent.longerBy(1).deliverTo(new ShardAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly("arrival 5 1 6 9", "evaluated 1 7 false", "patience of 1", "leave of 1");
    }

    @Test
    void statisticsForAShardAndBack() {
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(ChannelStatistics.Kind.GRADIENTS, 9, 2);
        statistics.firsts()[1] = 1.5;
        statistics.seconds()[0] = -2;
        ExchangeKey key = new ExchangeKey(5, 3, 4, 1);
        StatisticsPublisher.ofWorker(RUN, 6, 0).send(sent, key, 2, statistics);

        sent.deliverTo(new ShardAdapter(RUN, heard));
        sent.deliverTo(new ShardAdapter(RUN + 1, heard));
        sent.longerBy(16).deliverTo(new ShardAdapter(RUN, heard));
        RecordedFrames back = new RecordedFrames();
        StatisticsPublisher.ofShard(RUN).sendWhole(back, key, statistics, 514, 512);
        back.deliverTo(new WorkerAdapter(RUN, heard));
        back.longerBy(1).deliverTo(new WorkerAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly(
                        "shared 6 5 3 4 1 2 1 9 2 0 [0.0, 1.5] [-2.0, 0.0]",
                        "group's -1 5 3 4 1 1 1 9 514 512 [0.0, 1.5] [-2.0, 0.0]");
    }

    @Test
    void statisticsOfManyChannelsTravelInSeveralMessages() {
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(ChannelStatistics.Kind.MOMENTS, 9, 1030);
        statistics.firsts()[1029] = 7;
        StatisticsPublisher.ofWorker(RUN, 6, 0).send(sent, new ExchangeKey(5, 3, 4, 1), 2, statistics);

        sent.deliverTo(new ShardAdapter(RUN, heard));

        assertThat(sent.frames()).hasSize(3);
        assertThat(heard.calls().get(2)).contains(" 1030 1024 [0.0, 0.0, 0.0, 0.0, 0.0, 7.0] ");
    }

    @Test
    void anArrivalForTheDriver() {
        new ArrivalPublisher(RUN).send(sent, 5, 1, 6, 9);

        sent.deliverTo(new ReportAdapter(RUN, heard));
        sent.longerBy(1).deliverTo(new ReportAdapter(RUN, heard));

        assertThat(heard.calls()).containsExactly("arrival 5 1 6 9");
    }

    @Test
    void parametersOfAnUnknownKindAreDropped() {
        shard.parameters(sent, 3, 1, new float[] {1, 2, 3, 4});
        byte[] frame = sent.frames().get(0);
        frame[FrameHeader.LENGTH + 20] = 2;

        sent.deliverTo(new WorkerAdapter(RUN, heard));

        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void lossesEvaluationAndStopForTheDriver() {
        worker.losses(sent, 7, 2, new long[] {10, 20}, new double[] {0.5, 1.5});
        worker.evaluation(
                sent, 8, 2, List.of(new EvaluationSum(5, 2.5, 4), Evaluations.ofClasses(), Evaluations.ofTargets()));
        shard.stop(sent, "over");

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly(
                        "loss 7 2 10 0.5",
                        "loss 7 3 20 1.5",
                        "evaluation 8 2 5 2.5 4",
                        "evaluation 8 3 3 1.5 2 2 classes [1, 1, 0, 1]",
                        "evaluation 8 4 2 0.25 -1 2 examples [0.5, 0.25, 2.0, 2.0, 3.0, 5.0, 4.5, 24.5]",
                        "stop over");
    }

    /** A piece each of 4 segments on two shards; the first and the third are trainable. */
    private static StageFigures figures() {
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(List.of(1, 1, 1, 1)));
        OptimizerPlan sgd = OptimizerPlan.of(new UpdateRule.Sgd(), 1);
        OptimizerPlan clipped = new OptimizerPlan(sgd.segments(), new Clipping.ByGlobalNorm(9), new Averaging.None());
        Cluster cluster = new Cluster(chunks, 1, 1, 2, clipped);
        cluster.pushes(0, new float[][] {{1, 2, 3, 4}}, new long[] {1}).forEach(cluster::offer);
        return cluster.shards().get(1).figures(1);
    }

    @Test
    void figuresOfAShardForAnother() {
        new FiguresPublisher(RUN, 3).offer(sent, 7, 1, figures(), 1, 3);

        sent.deliverTo(new ShardAdapter(RUN, heard));

        assertThat(heard.calls()).containsExactly("figures 3 7 1 1 0.0 0.0 9.0 0.0 0.0 0.0");
    }

    @Test
    void verdictForAWorker() {
        VerdictPublisher driver = new VerdictPublisher(RUN);
        driver.verdict(sent, 7, false);
        driver.verdict(sent, 8, true);

        sent.deliverTo(new VerdictAdapter(RUN, heard));
        sent.deliverTo(new VerdictAdapter(RUN + 1, heard));
        sent.longerBy(1).deliverTo(new VerdictAdapter(RUN, heard));

        assertThat(heard.calls()).containsExactly("verdict 7 false", "verdict 8 true");
    }

    @Test
    void aVerdictThatIsNeitherYesNorNoIsDropped() {
        new VerdictPublisher(RUN).verdict(sent, 7, true);
        byte[] frame = sent.frames().get(0);
        frame[frame.length - 1] = 2;

        sent.deliverTo(new VerdictAdapter(RUN, heard));

        assertThat(heard.calls()).isEmpty();
    }

    private static StepMeasurement measurement(int length) {
        List<Integer> lengths = Collections.nCopies(length, 1);
        ChunkPlan chunks = new ChunkPlan(Layouts.ofLengths(lengths));
        Cluster cluster = new Cluster(chunks, 2, 2, 2, OptimizerPlan.of(new UpdateRule.Sgd(), 1));
        float[][] gradients = new float[2][length];
        for (int i = 0; i < length; i++) {
            gradients[0][i] = i;
            gradients[1][i] = 1;
        }
        cluster.pushes(0, gradients, new long[] {2, 1}).forEach(cluster::offer);
        return cluster.shards().get(1).measurement();
    }

    @Test
    void measurement() {
        shard.measurement(sent, 9, measurement(4));

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(heard.calls())
                .containsExactly("examples 9 3", "piece 9 2 3.0 9.0 0.0 1.0 1.0", "piece 9 3 5.5 16.0 0.0 0.0 0.0");
    }

    @Test
    void aMeasurementOfManyPiecesTravelsInMessagesThatFitATermBuffer() {
        shard.measurement(sent, 9, measurement(20_000));

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(sent.frames()).allMatch(frame -> frame.length <= MESSAGE_BYTES_MAX);
        assertThat(heard.calls().stream().filter(call -> call.startsWith("piece")))
                .hasSize(10_000)
                .last()
                .isEqualTo("piece 9 19999 " + (19999.0 * 19999 / 2 + 1) + " " + 4.0e8 + " 0.0 0.0 0.0");
    }

    @Test
    void theLossesOfManyVirtualWorkersTravelInMessagesThatFitATermBuffer() {
        worker.losses(sent, 7, 100, new long[70_000], new double[70_000]);

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(sent.frames()).allMatch(frame -> frame.length <= MESSAGE_BYTES_MAX);
        assertThat(heard.calls()).hasSize(70_000).last().isEqualTo("loss 7 70099 0 0.0");
    }

    @Test
    void theEvaluationOfManyVirtualWorkersTravelsInMessagesThatFitATermBuffer() {
        worker.evaluation(sent, 7, 0, Collections.nCopies(70_000, new EvaluationSum(1, 2, 1)));

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(sent.frames()).allMatch(frame -> frame.length <= MESSAGE_BYTES_MAX);
        assertThat(heard.calls()).hasSize(70_000).last().isEqualTo("evaluation 7 69999 1 2.0 1");
    }

    @Test
    void theFiguresOfTheMostClassesAndTargetsFitATermBuffer() {
        worker.evaluation(
                sent,
                7,
                0,
                List.of(
                        Evaluations.of(ClassTally.empty(ClassTally.CLASSES_MAX)),
                        Evaluations.of(ClassTally.empty(ClassTally.MATRIX_MAX)),
                        Evaluations.of(TargetErrors.empty(TargetErrors.TARGETS_MAX))));

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(sent.frames()).hasSize(3).allMatch(frame -> frame.length <= MESSAGE_BYTES_MAX);
        assertThat(heard.calls()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 3, 0", // three counts for two classes
        "0, 4, 0", // counts for no classes
        "3, 0, 0", // classes without counts
        "-1, 1, 0", // fewer than no classes
        "101, 101, 0", // one count a class where two are needed
        "10001, 20002, 0", // too many classes
        "0, 0, 3", // three figures for a target that needs four
        "0, 0, 4004" // too many targets
    })
    void anEvaluationWhoseDetailsDoNotFitIsDropped(int classes, int counts, int figures) {
        sent.send(Evaluations.message(RUN, classes, new int[counts], figures));

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void anEvaluationWithANegativeCountIsDropped() {
        sent.send(Evaluations.message(RUN, 2, new int[] {1, 0, 0, 1}, 4));
        sent.send(Evaluations.message(RUN, 2, new int[] {1, -1, 0, 1}, 4));

        sent.deliverTo(new ReportAdapter(RUN, heard));

        assertThat(heard.calls()).hasSize(1);
    }

    @Test
    void aReasonIsCutToALongLine() {
        shard.stop(sent, "x".repeat(1_000_000));

        sent.deliverTo(new WorkerAdapter(RUN, heard));

        assertThat(heard.calls()).containsExactly("stop " + "x".repeat(2000));
    }

    private void sendOneOfEach() {
        worker.join(sent);
        worker.contribution(0, 0, 1, 1).send(sent, new double[0], 0, new UnsafeBuffer(new byte[4]), 0, 4);
        worker.losses(sent, 0, 0, new long[1], new double[1]);
        worker.evaluation(sent, 0, 0, List.of(Evaluations.ofClasses(), Evaluations.ofTargets()));
        shard.parameters(sent, 0, 0, new float[4]);
        shard.average(sent, 0, 0, new float[4]);
        shard.measurement(sent, 9, measurement(4));
        shard.stop(sent, "why");
        new FiguresPublisher(RUN, 3).offer(sent, 7, 1, figures(), 1, 3);
    }

    @Test
    void aMessageThatDoesNotEndWhereItSaysIsDropped() {
        sendOneOfEach();

        for (int bytes = 1; bytes <= 16; bytes++) {
            RecordedFrames longer = sent.longerBy(bytes);
            longer.deliverTo(new ShardAdapter(RUN, heard));
            longer.deliverTo(new WorkerAdapter(RUN, heard));
            longer.deliverTo(new ReportAdapter(RUN, heard));
        }

        assertThat(heard.calls()).isEmpty();
    }

    @Test
    void messagesOfAnotherRunAreDropped() {
        sendOneOfEach();

        ShardAdapter shardAdapter = new ShardAdapter(RUN + 1, heard);
        sent.deliverTo(shardAdapter);
        sent.deliverTo(new WorkerAdapter(RUN + 1, heard));
        sent.deliverTo(new ReportAdapter(RUN + 1, heard));

        assertThat(heard.calls()).isEmpty();
        assertThat(shardAdapter.dropped()).isEqualTo(sent.frames().size());
    }
}
