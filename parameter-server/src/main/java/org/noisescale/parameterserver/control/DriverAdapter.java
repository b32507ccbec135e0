package org.noisescale.parameterserver.control;

import org.agrona.DirectBuffer;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;
import org.noisescale.parameterserver.control.ControlFrames.RefusalCause;
import org.noisescale.parameterserver.control.ServerAdapter.Bytes;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.codec.ChallengeDecoder;
import org.noisescale.parameterserver.protocol.codec.HeartbeatDecoder;
import org.noisescale.parameterserver.protocol.codec.HoldingsDecoder;
import org.noisescale.parameterserver.protocol.codec.OpenedDecoder;
import org.noisescale.parameterserver.protocol.codec.PieceDecoder;
import org.noisescale.parameterserver.protocol.codec.RefusalDecoder;
import org.noisescale.parameterserver.protocol.codec.WelcomeDecoder;

/** Turns the bytes that a driver receives from a server into calls. What is malformed or not for it is dropped. */
final class DriverAdapter implements FrameHandler {
    private static final int VERSION = ControlFrames.VERSION;

    private final long client;
    private final Listener listener;
    private final ControlFrame frame = new ControlFrame();
    private final RefusalDecoder refusal = new RefusalDecoder();
    private final ChallengeDecoder challenge = new ChallengeDecoder();
    private final WelcomeDecoder welcome = new WelcomeDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final OpenedDecoder opened = new OpenedDecoder();
    private final PieceDecoder piece = new PieceDecoder();
    private final HoldingsDecoder holdings = new HoldingsDecoder();

    /** An adapter for one client. */
    DriverAdapter(long client, Listener listener) {
        this.client = client;
        this.listener = listener;
    }

    @Override
    public void onFrame(DirectBuffer buffer, int offset, int length) {
        switch (frame.wrap(buffer, offset, length)) {
            case RefusalDecoder.TEMPLATE_ID -> onRefusal();
            case ChallengeDecoder.TEMPLATE_ID -> onChallenge();
            case WelcomeDecoder.TEMPLATE_ID -> onWelcome();
            case HeartbeatDecoder.TEMPLATE_ID -> onHeartbeat();
            case OpenedDecoder.TEMPLATE_ID -> onOpened();
            case PieceDecoder.TEMPLATE_ID -> onPiece();
            case HoldingsDecoder.TEMPLATE_ID -> onHoldings();
            default -> {
                // Not one of ours: nothing from the network is trusted.
            }
        }
    }

    private void onRefusal() {
        int block = RefusalDecoder.BLOCK_LENGTH;
        if (!frame.isVariable(block)) {
            return;
        }
        refusal.wrap(frame.buffer(), frame.block(), block, VERSION);
        if (refusal.client() == client) {
            listener.onRefusal(refusal.runId(), RefusalCause.of(refusal.cause()), frame.text(block));
        }
    }

    private void onChallenge() {
        if (!frame.isFixed(ChallengeDecoder.BLOCK_LENGTH)) {
            return;
        }
        challenge.wrap(frame.buffer(), frame.block(), ChallengeDecoder.BLOCK_LENGTH, VERSION);
        if (challenge.client() == client) {
            byte[] nonce = new byte[ChallengeDecoder.nonceLength()];
            challenge.getNonce(nonce, 0, nonce.length);
            listener.onChallenge(challenge.tokenAsked() != 0, nonce);
        }
    }

    private void onWelcome() {
        if (frame.isFixed(WelcomeDecoder.BLOCK_LENGTH)) {
            welcome.wrap(frame.buffer(), frame.block(), WelcomeDecoder.BLOCK_LENGTH, VERSION);
            if (welcome.client() == client && welcome.shards() >= 1) {
                listener.onWelcome(welcome.shards());
            }
        }
    }

    private void onHeartbeat() {
        if (frame.isFixed(HeartbeatDecoder.BLOCK_LENGTH)) {
            heartbeat.wrap(frame.buffer(), frame.block(), HeartbeatDecoder.BLOCK_LENGTH, VERSION);
            if (heartbeat.client() == client) {
                listener.onHeartbeat();
            }
        }
    }

    private void onOpened() {
        if (frame.isFixed(OpenedDecoder.BLOCK_LENGTH)) {
            opened.wrap(frame.buffer(), frame.block(), OpenedDecoder.BLOCK_LENGTH, VERSION);
            if (opened.client() == client) {
                listener.onOpened(opened.runId());
            }
        }
    }

    private void onPiece() {
        int block = PieceDecoder.BLOCK_LENGTH;
        if (!frame.isVariable(block)) {
            return;
        }
        piece.wrap(frame.buffer(), frame.block(), block, VERSION);
        if (piece.client() == client) {
            Bytes bytes = new Bytes(piece.position(), frame.buffer(), frame.data(block), frame.dataLength(block));
            PieceKind.find(piece.kind(), PieceKind.PARAMETERS, PieceKind.AVERAGE)
                    .ifPresent(kind -> listener.onPiece(piece.runId(), kind, bytes));
        }
    }

    private void onHoldings() {
        int block = HoldingsDecoder.BLOCK_LENGTH;
        if (!frame.isVariable(block)) {
            return;
        }
        holdings.wrap(frame.buffer(), frame.block(), block, VERSION);
        if (holdings.client() == client) {
            byte[] bytes = new byte[frame.dataLength(block)];
            frame.buffer().getBytes(frame.data(block), bytes);
            listener.onHoldings(holdings.request(), bytes);
        }
    }

    /** What a driver is told by a server. */
    interface Listener {
        /** The server says no: to a run, or (0) altogether. */
        void onRefusal(long runId, RefusalCause cause, String reason);

        /** The server asks for a proof, whether it depends on a token or not. */
        void onChallenge(boolean tokenAsked, byte[] nonce);

        /** The server takes runs, with so many shards for each. */
        void onWelcome(int shards);

        /** The server is there. */
        void onHeartbeat();

        /** Workers may join a run. */
        void onOpened(long runId);

        /** A part of the values of a run's shards. */
        void onPiece(long runId, PieceKind kind, Bytes bytes);

        /** What the server has of a run, as bytes that are not checked. */
        void onHoldings(long request, byte[] bytes);
    }
}
