package org.noisescale.parameterserver.shard;

import java.util.List;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * What the noise meter needs of one step, piece by piece of a shard, taken before anything is divided, clipped or
 * optimized. Pieces are numbered from the shard's first one.
 */
public final class StepMeasurement {
    private final ChunkPlan chunks;
    private final ShardRange range;
    private final int firstPiece;
    private final double[] weightedSquaredNorms;
    private final double[] squaredNorms;
    private long examples;
    private int chunksObserved;

    StepMeasurement(ChunkPlan chunks, ShardRange range) {
        this.chunks = chunks;
        this.range = range;
        firstPiece = chunks.firstPiece(range.firstChunk());
        int pieceCount = chunks.firstPiece(range.endChunk()) - firstPiece;
        weightedSquaredNorms = new double[pieceCount];
        squaredNorms = new double[pieceCount];
    }

    void observe(int chunk, ChunkSum sum) {
        chunksObserved = chunksObserved == range.count() ? 1 : chunksObserved + 1;
        examples = sum.examples();
        List<Piece> pieces = chunks.pieces(chunk);
        int first = chunks.firstPiece(chunk) - firstPiece;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            weightedSquaredNorms[first + i] = sum.weightedSquaredNorms()[i];
            squaredNorms[first + i] = SquaredNorm.of(sum.values(), piece.from(), piece.to());
        }
    }

    /** Whether every chunk of the shard has contributed to this step. */
    public boolean isComplete() {
        return chunksObserved == range.count();
    }

    /** The number of the shard's first piece among all pieces. */
    public int firstPiece() {
        return firstPiece;
    }

    /** How many pieces the shard has. */
    public int pieceCount() {
        return squaredNorms.length;
    }

    /** Over how many examples the step's sum went. */
    public long examples() {
        return examples;
    }

    /** Σₖ |sₖ|²/bₖ over virtual workers k, for one piece of the shard. */
    public double weightedSquaredNorm(int piece) {
        return weightedSquaredNorms[piece];
    }

    /** |Σₖ sₖ|² for one piece of the shard. */
    public double squaredNorm(int piece) {
        return squaredNorms[piece];
    }
}
