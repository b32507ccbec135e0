package org.noisescale.parameterserver.shard;

import java.util.Arrays;
import java.util.List;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * Brings what arrives into sums, straight from the message: block by block, so that the norm of a block is taken, and
 * the block added, while it is in a core's first-level cache.
 */
public final class Intake {
    private static final int BLOCK_LENGTH = ChunkUpdate.BLOCK_LENGTH;
    private static final int NOWHERE = -1;

    /** As long as a chunk: the compiler vectorises a sum of arrays only where both have the same index. */
    private final float[] arrived;

    private final AggregationTree tree;
    private final double[] norms;
    private final SquaredNorm norm = new SquaredNorm();

    /** For chunks of up to {@code chunkLength} values in {@code piecesMax} pieces, at nodes of a tree. */
    public Intake(int chunkLength, int piecesMax, AggregationTree tree) {
        this.tree = tree;
        arrived = new float[chunkLength];
        norms = new double[2 * piecesMax];
    }

    /** From which place on the norms are taken here: of a virtual worker's sum, of a group's, or not at all. */
    private int firstMeasured(Contribution contribution, int pieceCount) {
        if (contribution.normCount() == 0) {
            return 0;
        }
        return tree.isGroup(contribution.node()) ? pieceCount : NOWHERE;
    }

    /** Makes a contribution the content of a sum. */
    public void load(Contribution contribution, List<Piece> pieces, ChunkSum sum) {
        sum.describe(pieces, contribution.examples());
        contribution.normsInto(sum.weightedSquaredNorms());
        int first = firstMeasured(contribution, pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            double squaredNorm = load(contribution, pieces.get(i), sum.values(), first != NOWHERE);
            if (first != NOWHERE) {
                sum.weightedSquaredNorms()[first + i] = squaredNorm / contribution.examples();
            }
        }
    }

    private double load(Contribution contribution, Piece piece, float[] target, boolean measure) {
        norm.clear();
        for (int from = piece.from(); from < piece.to(); from += BLOCK_LENGTH) {
            int count = Math.min(piece.to() - from, BLOCK_LENGTH);
            contribution.valuesInto(from, target, from, count);
            if (measure) {
                norm.add(target, from, from + count);
            }
        }
        return norm.value();
    }

    /** Adds a contribution to a sum. */
    public void add(Contribution contribution, List<Piece> pieces, ChunkSum sum) {
        Arrays.fill(norms, 0);
        contribution.normsInto(norms);
        int first = firstMeasured(contribution, pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            double squaredNorm = add(contribution, pieces.get(i), sum, first != NOWHERE);
            if (first != NOWHERE) {
                norms[first + i] = squaredNorm / contribution.examples();
            }
        }
        sum.add(norms, contribution.examples());
    }

    private double add(Contribution contribution, Piece piece, ChunkSum sum, boolean measure) {
        norm.clear();
        for (int from = piece.from(); from < piece.to(); from += BLOCK_LENGTH) {
            int count = Math.min(piece.to() - from, BLOCK_LENGTH);
            contribution.valuesInto(from, arrived, from, count);
            if (measure) {
                norm.add(arrived, from, from + count);
            }
            sum.add(arrived, from, from + count);
        }
        return norm.value();
    }
}
