package org.noisescale.parameterserver.shard;

import java.util.BitSet;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.optimizer.SegmentNorms;

/** The squared norms of all pieces of the vector that are needed to begin a stage, each taken once a step. */
public final class StageFigures {
    private final double[] updateSquaredNorms;
    private final double[] parameterSquaredNorms;
    private final BitSet present = new BitSet();
    private int missing;

    StageFigures(int pieceCount) {
        updateSquaredNorms = new double[pieceCount];
        parameterSquaredNorms = new double[pieceCount];
        missing = pieceCount;
    }

    /** Forgets what is there, but the values themselves stay readable until they are replaced. */
    void restart() {
        present.clear();
        missing = updateSquaredNorms.length;
    }

    /** Takes a piece; false if it was there already, which changes nothing. */
    boolean add(int piece, double updateSquaredNorm, double parameterSquaredNorm) {
        if (present.get(piece)) {
            return false;
        }
        present.set(piece);
        missing--;
        updateSquaredNorms[piece] = updateSquaredNorm;
        parameterSquaredNorms[piece] = parameterSquaredNorm;
        return true;
    }

    boolean isComplete() {
        return missing == 0;
    }

    boolean has(int piece) {
        return present.get(piece);
    }

    /** Adds up all pieces in their order, whoever owns them. */
    void addInto(SegmentNorms norms, ChunkPlan chunks) {
        for (int piece = 0; piece < updateSquaredNorms.length; piece++) {
            norms.add(chunks.pieces().get(piece).segment(), updateSquaredNorms[piece], parameterSquaredNorms[piece]);
        }
    }

    /** |u|² of a piece. */
    public double updateSquaredNorm(int piece) {
        return updateSquaredNorms[piece];
    }

    /** |θ|² of a piece. */
    public double parameterSquaredNorm(int piece) {
        return parameterSquaredNorms[piece];
    }
}
