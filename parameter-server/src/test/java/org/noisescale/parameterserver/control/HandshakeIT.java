package org.noisescale.parameterserver.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.parameterserver.checkpoint.CheckpointStore;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.ServerAddress;

@Timeout(60)
final class HandshakeIT {
    private static final int STREAM = AnswerStreams.FIRST + 5;
    private static final Optional<Token> SESAME = Optional.of(Token.of("sesame"));

    private final AeronNode node = AeronNode.open();
    private ServerAddress address = new ServerAddress("127.0.0.1", 1);

    @BeforeEach
    void findPorts() {
        address = LoopbackPorts.free();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private RunServer serve(Optional<Token> token) {
        return new RunServer(address, 3, token, node);
    }

    private ServerLinks connect(Optional<Token> token) throws InterruptedException {
        return ServerLinks.connect(List.of(address), token, node);
    }

    /** What a server refuses, taken down. */
    private static final class Refusals implements DriverAdapter.Listener {
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void onRefusal(long runId, RefusalCause cause, String reason) {
            reasons.add(reason);
        }

        @Override
        public void onChallenge(boolean tokenAsked, byte[] nonce) {
            reasons.add("challenge");
        }

        @Override
        public void onWelcome(int shards) {}

        @Override
        public void onHeartbeat() {}

        @Override
        public void onOpened(long runId) {}

        @Override
        public void onPiece(long runId, PieceKind kind, Bytes bytes) {}

        @Override
        public void onHoldings(long request, byte[] bytes) {}
    }

    @Test
    void whoKnowsTheTokenIsToldTheShards() throws InterruptedException {
        try (RunServer server = serve(SESAME);
                ServerLinks links = connect(SESAME)) {
            assertThat(server.address()).isEqualTo(address);
            assertThat(links.shards()).containsExactly(3);
            assertThat(links.namesWithoutToken()).isEmpty();
        }
    }

    @Test
    void aServerWithoutATokenIsNamed() throws InterruptedException {
        try (RunServer server = serve(Optional.empty());
                ServerLinks links = connect(SESAME)) {
            assertThat(links.namesWithoutToken()).containsExactly("server " + server.address());
        }
    }

    @Test
    void anotherTokenAndNoneAreRefused() {
        try (RunServer server = serve(SESAME)) {
            assertThatThrownBy(() -> connect(Optional.of(Token.of("other"))))
                    .isInstanceOf(ServerRefusedException.class)
                    .hasMessage("server " + server.address() + " refuses this driver: its token is another one");
            assertThatThrownBy(() -> connect(Optional.empty()))
                    .isInstanceOf(ServerRefusedException.class)
                    .hasMessage(
                            "server " + address + " asks for a token; give the file that holds it with --token-file");
        }
    }

    @Test
    void aDriverThatSpeaksFirstIsAnsweredBeforeAeronRepeatsWhatCameTooSoon() throws InterruptedException {
        long beganNs = System.nanoTime();

        try (RunServer server = serve(SESAME);
                ServerLinks links = connect(SESAME)) {
            assertThat(links.shards()).containsExactly(3);
            assertThat(Duration.ofNanos(System.nanoTime() - beganNs))
                    .as("until %s lets it in", server.address())
                    .isLessThan(Duration.ofMillis(900));
        }
    }

    @Test
    void nobodyThereIsSaidWithinTheLimit() {
        assertThatThrownBy(() -> connect(Optional.empty()))
                .isInstanceOf(ServerRefusedException.class)
                .hasMessage("server " + address + " does not answer within 2800 ms; is noisescale serve running there,"
                        + " and do UDP packets get through?");
    }

    @Test
    void anotherVersionIsRefusedAndBothAreNamed() {
        int other = ControlFrames.VERSION + 1;

        List<String> reasons = refusalsOf(new ControlFrames(1).hello(STREAM, other));

        assertThat(reasons)
                .containsExactly("it speaks version " + ControlFrames.VERSION + " of the protocol, the driver version "
                        + other + "; use the same release of noisescale on both sides");
    }

    private List<String> refusalsOf(byte[] hello) {
        Refusals refusals = new Refusals();
        DriverAdapter adapter = new DriverAdapter(1, refusals);
        try (RunServer server = serve(SESAME);
                AeronSource source = node.answerSource(server.address(), STREAM);
                AeronSink sink = node.controlSink(address, Duration.ofSeconds(10))) {
            UnsafeBuffer frame = new UnsafeBuffer(hello);
            sink.send(frame, frame.capacity(), frame, 0, 0);
            while (refusals.reasons.isEmpty()) {
                source.poll(adapter, 1);
                Thread.onSpinWait();
            }
        }
        return refusals.reasons;
    }

    /** Valid frames of nobody, with random bytes in random places, in front of a driver that is let in all the same. */
    @Test
    void damagedFramesLeaveTheServerAsItWas() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        ControlFrames frames = new ControlFrames(9);
        List<byte[]> valid = List.of(
                frames.hello(STREAM, ControlFrames.VERSION),
                frames.proof(new byte[Token.DIGEST_BYTES]),
                frames.heartbeat(),
                frames.openRun(5, 100),
                frames.piece(5, PieceKind.PLAN, 0, new byte[50]),
                frames.fetch(5, PieceKind.AVERAGE),
                frames.closeRun(5, "why"),
                frames.survey(6, "ab".repeat(32), new CheckpointStore.Shards(0, 3, 3)),
                frames.forget("ab".repeat(32)),
                frames.farewell());
        try (RunServer server = serve(SESAME);
                AeronSink sink = node.controlSink(server.address(), Duration.ofSeconds(10))) {
            for (int i = 0; i < 5_000; i++) {
                byte[] frame = valid.get(random.nextInt(valid.size())).clone();
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
                UnsafeBuffer buffer = new UnsafeBuffer(frame);
                sink.send(buffer, random.nextInt(1, frame.length + 1), buffer, 0, 0);
            }

            try (ServerLinks links = connect(SESAME)) {
                assertThat(links.shardCount()).isEqualTo(3);
            }
        }
    }
}
