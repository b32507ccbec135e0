package org.noisescale.parameterserver.control;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.noisescale.parameterserver.control.ControlFrames.PieceKind;

/** Sends the bytes of a plan or of parameters in pieces, as there is room for them. */
final class PieceSender {
    private static final int PIECE_BYTES = 1 << 15;

    private final ControlFrames frames;
    private final long runId;
    private final PieceKind kind;
    private final int length;
    private final Source source;
    private int sent;

    private PieceSender(ControlFrames frames, long runId, PieceKind kind, int length, Source source) {
        this.frames = frames;
        this.runId = runId;
        this.kind = kind;
        this.length = length;
        this.source = source;
    }

    /** What is sent. */
    @FunctionalInterface
    private interface Source {
        /** Fills a piece with the bytes from {@code offset} on. */
        void copyInto(byte[] piece, int offset);
    }

    static PieceSender ofPlan(ControlFrames frames, long runId, byte[] plan) {
        return new PieceSender(
                frames,
                runId,
                PieceKind.PLAN,
                plan.length,
                (piece, offset) -> System.arraycopy(plan, offset, piece, 0, piece.length));
    }

    /** Sends a part of a vector, little-endian. */
    static PieceSender ofValues(ControlFrames frames, long runId, PieceKind kind, float[] vector, OpenPlan.Span span) {
        return new PieceSender(
                frames,
                runId,
                kind,
                span.length() * Float.BYTES,
                (piece, offset) -> ByteBuffer.wrap(piece)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(vector, span.offset() + offset / Float.BYTES, piece.length / Float.BYTES));
    }

    /** Hands over what there is room for; returns how many messages these were. */
    int sendTo(Outbox outbox) {
        int work = 0;
        while (!isDone() && outbox.hasRoom()) {
            byte[] piece = new byte[Math.min(PIECE_BYTES, length - sent)];
            source.copyInto(piece, sent);
            outbox.add(frames.piece(runId, kind, sent, piece));
            sent += piece.length;
            work++;
        }
        return work;
    }

    boolean isDone() {
        return sent == length;
    }
}
