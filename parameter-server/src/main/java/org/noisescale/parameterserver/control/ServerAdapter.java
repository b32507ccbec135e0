package org.noisescale.parameterserver.control;

import java.util.HexFormat;
import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.codec.CloseRunDecoder;
import org.noisescale.parameterserver.protocol.codec.FarewellDecoder;
import org.noisescale.parameterserver.protocol.codec.FetchDecoder;
import org.noisescale.parameterserver.protocol.codec.ForgetDecoder;
import org.noisescale.parameterserver.protocol.codec.HeartbeatDecoder;
import org.noisescale.parameterserver.protocol.codec.HelloDecoder;
import org.noisescale.parameterserver.protocol.codec.OpenRunDecoder;
import org.noisescale.parameterserver.protocol.codec.PieceDecoder;
import org.noisescale.parameterserver.protocol.codec.ProofDecoder;
import org.noisescale.parameterserver.protocol.codec.SurveyDecoder;

/** Turns the bytes that a server process receives into calls. What is malformed is dropped. */
final class ServerAdapter implements FrameHandler {
    private static final int VERSION = ControlFrames.VERSION;

    private final Listener listener;
    private final ControlFrame frame = new ControlFrame();
    private final HelloDecoder hello = new HelloDecoder();
    private final ProofDecoder proof = new ProofDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final FarewellDecoder farewell = new FarewellDecoder();
    private final OpenRunDecoder openRun = new OpenRunDecoder();
    private final PieceDecoder piece = new PieceDecoder();
    private final FetchDecoder fetch = new FetchDecoder();
    private final CloseRunDecoder closeRun = new CloseRunDecoder();
    private final SurveyDecoder survey = new SurveyDecoder();
    private final ForgetDecoder forget = new ForgetDecoder();

    ServerAdapter(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        int template = frame.wrap(buffer, offset, length);
        switch (template) {
            case HelloDecoder.TEMPLATE_ID -> onHello();
            case ProofDecoder.TEMPLATE_ID -> onProof();
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat();
            case FarewellDecoder.TEMPLATE_ID -> onFarewell();
            default -> onFrameOfRun(template);
        }
    }

    private void onFrameOfRun(int template) {
        switch (template) {
            case OpenRunDecoder.TEMPLATE_ID -> onOpenRun();
            case PieceDecoder.TEMPLATE_ID -> onPiece();
            case FetchDecoder.TEMPLATE_ID -> onFetch();
            case CloseRunDecoder.TEMPLATE_ID -> onCloseRun();
            case SurveyDecoder.TEMPLATE_ID -> onSurvey();
            case ForgetDecoder.TEMPLATE_ID -> onForget();
            default -> {
                // Not one of ours: nothing from the network is trusted.
            }
        }
    }

    private void onHello() {
        if (frame.isFixed(HelloDecoder.BLOCK_LENGTH)) {
            hello.wrap(frame.buffer(), frame.block(), HelloDecoder.BLOCK_LENGTH, VERSION);
            listener.onHello(hello.client(), hello.answerStream(), frame.version());
        }
    }

    private void onProof() {
        if (frame.isFixed(ProofDecoder.BLOCK_LENGTH)) {
            proof.wrap(frame.buffer(), frame.block(), ProofDecoder.BLOCK_LENGTH, VERSION);
            byte[] digest = new byte[ProofDecoder.digestLength()];
            proof.getDigest(digest, 0, digest.length);
            listener.onProof(proof.client(), digest);
        }
    }

    private void onHeartbeat() {
        if (frame.isFixed(HeartbeatDecoder.BLOCK_LENGTH)) {
            heartbeat.wrap(frame.buffer(), frame.block(), HeartbeatDecoder.BLOCK_LENGTH, VERSION);
            listener.onHeartbeat(heartbeat.client());
        }
    }

    private void onFarewell() {
        if (frame.isFixed(FarewellDecoder.BLOCK_LENGTH)) {
            farewell.wrap(frame.buffer(), frame.block(), FarewellDecoder.BLOCK_LENGTH, VERSION);
            listener.onFarewell(farewell.client());
        }
    }

    private void onOpenRun() {
        if (frame.isFixed(OpenRunDecoder.BLOCK_LENGTH)) {
            openRun.wrap(frame.buffer(), frame.block(), OpenRunDecoder.BLOCK_LENGTH, VERSION);
            listener.onOpenRun(openRun.client(), openRun.runId(), openRun.planBytes());
        }
    }

    private void onPiece() {
        int block = PieceDecoder.BLOCK_LENGTH;
        if (!frame.isVariable(block)) {
            return;
        }
        piece.wrap(frame.buffer(), frame.block(), block, VERSION);
        Bytes bytes = new Bytes(piece.position(), frame.buffer(), frame.data(block), frame.dataLength(block));
        PieceKind.find(piece.kind(), PieceKind.PLAN, PieceKind.PARAMETERS)
                .ifPresent(kind -> listener.onPiece(piece.client(), piece.runId(), kind, bytes));
    }

    private void onFetch() {
        if (frame.isFixed(FetchDecoder.BLOCK_LENGTH)) {
            fetch.wrap(frame.buffer(), frame.block(), FetchDecoder.BLOCK_LENGTH, VERSION);
            PieceKind.find(fetch.kind(), PieceKind.PARAMETERS, PieceKind.AVERAGE)
                    .ifPresent(kind -> listener.onFetch(fetch.client(), fetch.runId(), kind));
        }
    }

    private void onCloseRun() {
        int block = CloseRunDecoder.BLOCK_LENGTH;
        if (frame.isVariable(block)) {
            closeRun.wrap(frame.buffer(), frame.block(), block, VERSION);
            listener.onCloseRun(closeRun.client(), closeRun.runId(), frame.text(block));
        }
    }

    private void onSurvey() {
        if (frame.isFixed(SurveyDecoder.BLOCK_LENGTH)) {
            survey.wrap(frame.buffer(), frame.block(), SurveyDecoder.BLOCK_LENGTH, VERSION);
            byte[] run = new byte[SurveyDecoder.runLength()];
            survey.getRun(run, 0, run.length);
            Question question = new Question(HexFormat.of().formatHex(run), survey.firstShard(), survey.shards());
            listener.onSurvey(survey.client(), survey.request(), question);
        }
    }

    private void onForget() {
        if (frame.isFixed(ForgetDecoder.BLOCK_LENGTH)) {
            forget.wrap(frame.buffer(), frame.block(), ForgetDecoder.BLOCK_LENGTH, VERSION);
            byte[] run = new byte[ForgetDecoder.runLength()];
            forget.getRun(run, 0, run.length);
            listener.onForget(forget.client(), HexFormat.of().formatHex(run));
        }
    }

    /**
     * Which checkpoints somebody asks for, unchecked.
     *
     * @param run the fingerprint of the run
     * @param shards how many the run has
     */
    record Question(String run, int firstShard, int shards) {}

    /**
     * A part of a sequence of bytes; valid only during the call that hands it over.
     *
     * @param offset where in the sequence it begins, unchecked
     */
    record Bytes(int offset, DirectBuffer buffer, int index, int length) {}

    /** What a server is told; every client is only what a message says. */
    interface Listener {
        /** Somebody of a version wants to talk. */
        void onHello(long client, int answerStream, int version);

        /** Somebody answers the challenge. */
        void onProof(long client, byte[] digest);

        /** Somebody is there. */
        void onHeartbeat(long client);

        /** Somebody goes. */
        void onFarewell(long client);

        /** A run whose plan and parameters follow. */
        void onOpenRun(long client, long runId, int planBytes);

        /** A part of them. */
        void onPiece(long client, long runId, PieceKind kind, Bytes bytes);

        /** The run's shards shall end and their values be sent. */
        void onFetch(long client, long runId, PieceKind kind);

        /** The run is over. */
        void onCloseRun(long client, long runId, String reason);

        /** Which checkpoints are there? */
        void onSurvey(long client, long request, Question question);

        /** The checkpoints of a run are needed no more. */
        void onForget(long client, String run);
    }
}
