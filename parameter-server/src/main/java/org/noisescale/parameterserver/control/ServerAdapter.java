package org.noisescale.parameterserver.control;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.codec.CloseRunDecoder;
import org.noisescale.parameterserver.protocol.codec.FarewellDecoder;
import org.noisescale.parameterserver.protocol.codec.FetchDecoder;
import org.noisescale.parameterserver.protocol.codec.HeartbeatDecoder;
import org.noisescale.parameterserver.protocol.codec.HelloDecoder;
import org.noisescale.parameterserver.protocol.codec.OpenRunDecoder;
import org.noisescale.parameterserver.protocol.codec.PieceDecoder;
import org.noisescale.parameterserver.protocol.codec.ProofDecoder;

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

    ServerAdapter(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        switch (frame.wrap(buffer, offset, length)) {
            case HelloDecoder.TEMPLATE_ID -> onHello();
            case ProofDecoder.TEMPLATE_ID -> onProof();
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat();
            case FarewellDecoder.TEMPLATE_ID -> onFarewell();
            case OpenRunDecoder.TEMPLATE_ID -> onOpenRun();
            case PieceDecoder.TEMPLATE_ID -> onPiece();
            case FetchDecoder.TEMPLATE_ID -> onFetch();
            case CloseRunDecoder.TEMPLATE_ID -> onCloseRun();
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
    }
}
