package org.noisescale.parameterserver.service;

import java.util.Arrays;
import java.util.List;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.protocol.FiguresPublisher;
import org.noisescale.parameterserver.protocol.FrameOutlet;
import org.noisescale.parameterserver.shard.Shard;

/**
 * Tells the other shards the figures of this one, whenever they can take them: two shards that waited to send to each
 * other would wait for ever. What is still to be told is in the shard itself, until it takes the figures of its next
 * step: under bsp that is after all others have these, without which they end no step and no worker begins another;
 * under other rules, where pushes wait that were computed before, the shard itself has to wait until it
 * {@link #isDone}.
 */
final class FiguresPost {
    private final Shard shard;
    private final List<? extends FrameOutlet> others;
    private final FiguresPublisher publisher;
    private final long[] stagesTold;
    private final int[] piecesTold;
    private final int firstPiece;
    private final int pieceCount;

    FiguresPost(long runId, Shard shard, List<? extends FrameOutlet> others) {
        this.shard = shard;
        this.others = List.copyOf(others);
        int own = shard.plan().shard();
        ShardDivision division = shard.plan().division();
        publisher = new FiguresPublisher(runId, own);
        stagesTold = new long[others.size()];
        Arrays.fill(stagesTold, shard.figuresMeasured());
        piecesTold = new int[others.size()];
        firstPiece = division.firstPiece(own);
        pieceCount = division.endPiece(own) - firstPiece;
    }

    /** Sends what can be sent; returns how many messages these were. */
    int send() {
        int work = 0;
        for (int i = 0; i < others.size(); i++) {
            while (stagesTold[i] < shard.figuresMeasured() && offerNext(i)) {
                work++;
            }
        }
        return work;
    }

    /** Whether all others know what is measured. */
    boolean isDone() {
        for (long told : stagesTold) {
            if (told < shard.figuresMeasured()) {
                return false;
            }
        }
        return true;
    }

    private boolean offerNext(int position) {
        long step = stagesTold[position] / shard.figuresPerStep();
        int stage = 1 + (int) (stagesTold[position] % shard.figuresPerStep());
        int told = piecesTold[position];
        int count = Math.min(FiguresPublisher.PIECES_MAX, pieceCount - told);
        if (!publisher.offer(others.get(position), step, stage, shard.figures(stage), firstPiece + told, count)) {
            return false;
        }
        boolean last = told + count == pieceCount;
        piecesTold[position] = last ? 0 : told + count;
        stagesTold[position] += last ? 1 : 0;
        return true;
    }
}
