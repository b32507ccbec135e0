package org.noisescale.parameterserver.aggregation;

import java.util.List;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * The sum of gradients over some virtual workers for one chunk, with what the noise meter needs: for each piece Σₖ
 * |sₖ|²/bₖ over the virtual workers k, where sₖ is the sum over its bₖ examples.
 */
public final class ChunkSum {
    private final float[] values;
    private final double[] weightedSquaredNorms;
    private final SquaredNorm norm = new SquaredNorm();
    private int length;
    private int pieceCount;
    private long examples;

    ChunkSum(int lengthMax, int piecesMax) {
        values = new float[lengthMax];
        weightedSquaredNorms = new double[piecesMax];
    }

    /** The sum, in {@code [0, length)}; to be filled by the owner before it is offered. */
    public float[] values() {
        return values;
    }

    /** How many values are in use. */
    public int length() {
        return length;
    }

    /** Σₖ |sₖ|²/bₖ by piece, in {@code [0, pieceCount)}. */
    public double[] weightedSquaredNorms() {
        return weightedSquaredNorms;
    }

    /** How many pieces are in use. */
    public int pieceCount() {
        return pieceCount;
    }

    /** Over how many examples the sum goes. */
    public long examples() {
        return examples;
    }

    /** Says what the values and norms that were filled in stand for. */
    public void describe(int length, int pieceCount, long examples) {
        this.length = length;
        this.pieceCount = pieceCount;
        this.examples = examples;
    }

    /** Takes the norms from the values themselves: right for the sum of a single virtual worker. */
    public void measure(List<Piece> pieces) {
        for (int i = 0; i < pieceCount; i++) {
            Piece piece = pieces.get(i);
            norm.clear();
            norm.add(values, piece.from(), piece.to());
            weightedSquaredNorms[i] = norm.value() / examples;
        }
    }

    void add(ChunkSum other) {
        addInto(values, other.values, 0, length);
        add(other.weightedSquaredNorms, other.examples);
    }

    /** Adds {@code others[from, to)} to the values there. */
    public void add(float[] others, int from, int to) {
        addInto(values, others, from, to);
    }

    /** Adds what stands beside the values of another sum of the same chunk. */
    public void add(double[] otherWeightedSquaredNorms, long otherExamples) {
        for (int i = 0; i < pieceCount; i++) {
            weightedSquaredNorms[i] += otherWeightedSquaredNorms[i];
        }
        examples += otherExamples;
    }

    private static void addInto(float[] target, float[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            target[i] += source[i];
        }
    }
}
