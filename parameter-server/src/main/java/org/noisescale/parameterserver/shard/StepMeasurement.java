package org.noisescale.parameterserver.shard;

import java.util.Arrays;
import java.util.List;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * What is known of one step, piece by piece of a shard: for the noise meter the sums as they came, before anything is
 * divided, clipped or optimized; for the stationarity identity the updates and the parameters, 0 for statistics. Pieces
 * are numbered from the shard's first one.
 */
public final class StepMeasurement {
    private final ChunkPlan chunks;
    private final ShardRange range;
    private final int firstPiece;
    private final double[] weightedSquaredNorms;
    private final double[] squaredNorms;
    private final double[] independentWeighted;
    private final double[] independentSquared;
    private final boolean grouped;
    private final double[] updateProducts;
    private final double[] updateSquaredNorms;
    private final double[] parameterSquaredNorms;
    private long examples;
    private int chunksObserved;

    /**
     * Before the first step, of which only the parameters are known.
     *
     * @param grouped whether virtual workers form several groups that do not depend on each other
     */
    StepMeasurement(ChunkPlan chunks, ShardRange range, float[] parameters, boolean grouped) {
        this.grouped = grouped;
        this.chunks = chunks;
        this.range = range;
        firstPiece = chunks.firstPiece(range.firstChunk());
        int pieceCount = chunks.firstPiece(range.endChunk()) - firstPiece;
        weightedSquaredNorms = new double[pieceCount];
        squaredNorms = new double[pieceCount];
        independentWeighted = new double[pieceCount];
        independentSquared = new double[pieceCount];
        Arrays.fill(independentWeighted, Double.NaN);
        Arrays.fill(independentSquared, Double.NaN);
        updateProducts = new double[pieceCount];
        updateSquaredNorms = new double[pieceCount];
        parameterSquaredNorms = new double[pieceCount];
        for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
            observeStart(chunk, parameters, chunks.offset(chunk));
        }
    }

    /** Takes the parameters of a chunk, which begin at {@code offset}, before the first step. */
    void observeStart(int chunk, float[] parameters, int offset) {
        int position = first(chunk);
        for (Piece piece : chunks.pieces(chunk)) {
            if (piece.kind().isTrainable()) {
                parameterSquaredNorms[position] =
                        SquaredNorm.of(parameters, offset + piece.from(), offset + piece.to());
            }
            position++;
        }
    }

    private int first(int chunk) {
        return chunks.firstPiece(chunk) - firstPiece;
    }

    /** Takes the sum of the gradients in one piece of a chunk, whose squared norm is known. */
    void observe(int chunk, int pieceOfChunk, ChunkSum sum, double squaredNorm) {
        int piece = first(chunk) + pieceOfChunk;
        examples = sum.examples();
        weightedSquaredNorms[piece] = sum.weightedSquaredNorms()[pieceOfChunk];
        squaredNorms[piece] = squaredNorm;
        if (grouped) {
            independentWeighted[piece] = sum.weightedSquaredNorms()[sum.pieceCount() + pieceOfChunk];
            independentSquared[piece] = squaredNorm;
        }
    }

    /** Forgets what a probe of the step before has shown of a chunk. */
    void beginChunk(int chunk) {
        int end = first(chunk) + chunks.pieces(chunk).size();
        Arrays.fill(independentWeighted, first(chunk), end, Double.NaN);
        Arrays.fill(independentSquared, first(chunk), end, Double.NaN);
    }

    /**
     * Takes the sum of a chunk's gradients, before it is divided, beside that of a probe, which had other examples at
     * the same version; the probe becomes the sum of both.
     */
    void observeProbe(int chunk, ChunkSum sum, ChunkSum probe) {
        List<Piece> pieces = chunks.pieces(chunk);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            double ofStep = SquaredNorm.of(sum.values(), piece.from(), piece.to());
            double ofProbe = SquaredNorm.of(probe.values(), piece.from(), piece.to());
            probe.add(sum.values(), piece.from(), piece.to());
            independentWeighted[first(chunk) + i] = ofStep / sum.examples() + ofProbe / probe.examples();
            independentSquared[first(chunk) + i] = SquaredNorm.of(probe.values(), piece.from(), piece.to());
        }
    }

    /** Takes the update of one trainable piece of a chunk. */
    void observeUpdate(int chunk, int pieceOfChunk, MeasuredUpdate update) {
        int piece = first(chunk) + pieceOfChunk;
        updateProducts[piece] = update.product();
        updateSquaredNorms[piece] = update.updateSquaredNorm();
        parameterSquaredNorms[piece] = update.parameterSquaredNorm();
    }

    /**
     * Puts Σₖ |sₖ|²/bₖ by piece in place of what was measured, where what the shard was offered are not the gradients
     * of single workers over their examples.
     */
    public void replaceWeightedSquaredNorms(double[] ofPieces) {
        System.arraycopy(ofPieces, 0, weightedSquaredNorms, 0, weightedSquaredNorms.length);
    }

    /** Counts a chunk of which everything has been taken. */
    void completeChunk() {
        chunksObserved = chunksObserved == range.count() ? 1 : chunksObserved + 1;
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

    /** Whether the optimizer is applied to a piece of the shard; otherwise it is a statistic. */
    public boolean isTrainable(int piece) {
        return chunks.pieces().get(firstPiece + piece).kind().isTrainable();
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

    /**
     * Σ |s|²/b over sums that do not depend on each other: those of groups, or of the step and its probe; NaN for a
     * step without.
     */
    public double independentWeighted(int piece) {
        return independentWeighted[piece];
    }

    /** |Σ s|² over the same. */
    public double independentSquared(int piece) {
        return independentSquared[piece];
    }

    /** θ·u for one piece of the shard, θ before the update. */
    public double updateProduct(int piece) {
        return updateProducts[piece];
    }

    /** |u|² for one piece of the shard. */
    public double updateSquaredNorm(int piece) {
        return updateSquaredNorms[piece];
    }

    /** |θ|² for one piece of the shard, after the update. */
    public double parameterSquaredNorm(int piece) {
        return parameterSquaredNorms[piece];
    }
}
