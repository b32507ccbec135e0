package org.noisescale.parameterserver.protocol;

import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.noisescale.parameterserver.protocol.codec.FiguresEncoder;
import org.noisescale.parameterserver.protocol.codec.MessageHeaderEncoder;
import org.noisescale.parameterserver.shard.StageFigures;

/** What a shard says to the others, as bytes. */
public final class FiguresPublisher {
    /** Keeps a message below an eighth of a term buffer, the most that Aeron takes. */
    public static final int PIECES_MAX = 512;

    private static final int INITIAL_BYTES = 4096;

    private final long runId;
    private final int shard;
    private final MutableDirectBuffer buffer = new ExpandableDirectByteBuffer(INITIAL_BYTES);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final FiguresEncoder encoder = new FiguresEncoder();

    /** A publisher for one shard of a run. */
    public FiguresPublisher(long runId, int shard) {
        this.runId = runId;
        this.shard = shard;
    }

    /** Sends the figures of some pieces, at most {@link #PIECES_MAX}; false if the other shard cannot take them now. */
    public boolean offer(FrameOutlet other, long step, int stage, StageFigures figures, int firstPiece, int count) {
        FiguresEncoder.PiecesEncoder pieces = encoder.wrapAndApplyHeader(buffer, 0, header)
                .runId(runId)
                .step(step)
                .shard(shard)
                .stage(stage)
                .firstPiece(firstPiece)
                .piecesCount(count);
        for (int piece = firstPiece; piece < firstPiece + count; piece++) {
            pieces.next()
                    .updateSquaredNorm(figures.updateSquaredNorm(piece))
                    .parameterSquaredNorm(figures.parameterSquaredNorm(piece));
        }
        return other.offer(buffer, encoder.limit());
    }
}
