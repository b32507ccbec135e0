package org.noisescale.parameterserver.service;

import java.util.BitSet;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;

/**
 * What a worker has pushed of its turn to one shard, until its place in the order is known. Its memory is as long as
 * the shard's range and is used for every turn.
 */
final class PendingPush {
    private final ChunkPlan chunks;
    private final ShardRange range;
    private final int origin;
    private final int firstPiece;
    private final boolean normed;
    private final float[] values;
    private final double[] norms;
    private final double[] arrived;
    private final BitSet present = new BitSet();
    private long turn = -1;
    private boolean open;
    private long examples;

    /**
     * Nothing yet.
     *
     * @param normed whether it comes with the norms of gradients
     */
    PendingPush(ShardPlan plan, boolean normed) {
        this.normed = normed;
        chunks = plan.chunks();
        range = plan.range();
        origin = chunks.offset(range.firstChunk());
        int last = range.endChunk() - 1;
        values = new float[chunks.offset(last) + chunks.length(last) - origin];
        firstPiece = chunks.firstPiece(range.firstChunk());
        norms = new double[chunks.firstPiece(range.endChunk()) - firstPiece];
        arrived = new double[chunks.piecesMax()];
    }

    /** Begins the worker's next turn. */
    void begin() {
        turn++;
        present.clear();
        examples = 0;
        open = true;
    }

    /** Takes nothing more of this turn: the push was dealt with, or is not wanted any more. */
    void close() {
        open = false;
    }

    /** Takes a chunk; false if it is none of this turn, does not fit, or was there already, which changes nothing. */
    boolean take(Contribution pushed) {
        int chunk = pushed.chunk();
        if (!open || pushed.step() != turn || !range.contains(chunk) || present.get(chunk) || !fits(pushed)) {
            return false;
        }
        examples = pushed.examples();
        pushed.valuesInto(0, values, chunks.offset(chunk) - origin, pushed.valueCount());
        if (normed) {
            pushed.normsInto(arrived);
            System.arraycopy(arrived, 0, norms, chunks.firstPiece(chunk) - firstPiece, pushed.normCount());
        }
        present.set(chunk);
        return true;
    }

    private boolean fits(Contribution pushed) {
        boolean same = present.isEmpty() || pushed.examples() == examples;
        return same
                && pushed.examples() > 0
                && pushed.examples() <= Shard.EXAMPLES_MAX
                && pushed.valueCount() == chunks.length(pushed.chunk())
                && pushed.normCount() == (normed ? chunks.pieces(pushed.chunk()).size() : 0);
    }

    /** Whether all of it is here, and was not dealt with. */
    boolean isComplete() {
        return open && present.cardinality() == range.count();
    }

    /** Whether the turn goes on. */
    boolean isOpen() {
        return open;
    }

    /** The worker's turn; −1 before the first. */
    long turn() {
        return turn;
    }

    /** The shard's part of the sum; shared, and may be changed until the next turn. */
    float[] values() {
        return values;
    }

    /** Over how many examples it goes. */
    long examples() {
        return examples;
    }

    /** Adds Σₖ |sₖ|²/bₖ of each of the shard's pieces. */
    void addNorms(double[] target) {
        for (int piece = 0; piece < target.length; piece++) {
            target[piece] += norms[piece];
        }
    }
}
