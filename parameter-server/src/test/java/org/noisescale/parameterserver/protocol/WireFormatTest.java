package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of the messages, written out by hand. What changes them is another version of the protocol. */
final class WireFormatTest {
    private static final long RUN = 0x0123456789abcdefL;
    /** Schema 7719, version 2. */
    private static final String SCHEMA = "271e" + "0200";

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

        String header = "2800" + "0200" + SCHEMA;
        String longs = RUN_BYTES + "0500000000000000" + "4000000000000000";
        String ints = "03000000" + "02000000" + "07000000" + "09000000";
        String norms = "10000000" + "000000000000f03f" + "0000000000000440";
        String values = "08000000" + "0000803f" + "000000c0";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + longs + ints + norms + values);
    }

    @Test
    void parametersCarryAChunkAtAVersion() {
        new ShardPublisher(RUN, 2).parameters(sent, 6, 7, new float[] {1, -2});

        String header = "1400" + "0300" + SCHEMA;
        String fields = RUN_BYTES + "0600000000000000" + "07000000";
        assertThat(sent.onlyFrameAsHex()).isEqualTo(header + fields + "08000000" + "0000803f" + "000000c0");
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
    void stopCarriesItsReason() {
        new ShardPublisher(RUN, 2).stop(sent, "why");

        assertThat(sent.onlyFrameAsHex()).isEqualTo("0800" + "0700" + SCHEMA + RUN_BYTES + "03000000" + "776879");
    }
}
