package org.noisescale.parameterserver.aggregation;

import java.util.Arrays;
import java.util.List;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * The sum of gradients over some virtual workers for one chunk, with what the noise meter needs: for each piece Σₖ
 * |sₖ|²/bₖ over the virtual workers k, where sₖ is the sum over its bₖ examples; and the same over whole groups of
 * virtual workers, where there are groups.
 */
public final class ChunkSum {
    private final float[] values;
    private final double[] weightedSquaredNorms;
    private final SquaredNorm norm = new SquaredNorm();
    private List<Piece> pieces = List.of();
    private int length;
    private long examples;

    ChunkSum(int lengthMax, int piecesMax) {
        values = new float[lengthMax];
        weightedSquaredNorms = new double[2 * piecesMax];
    }

    /** The sum, in {@code [0, length)}; to be filled by the owner before it is offered. */
    public float[] values() {
        return values;
    }

    /** How many values are in use. */
    public int length() {
        return length;
    }

    /**
     * Σₖ |sₖ|²/bₖ by piece: over virtual workers in {@code [0, pieceCount)}, and behind them, in as many places, over
     * groups that are whole, 0 where there are none.
     */
    public double[] weightedSquaredNorms() {
        return weightedSquaredNorms;
    }

    /** How many pieces are in use. */
    public int pieceCount() {
        return pieces.size();
    }

    /** Over how many examples the sum goes. */
    public long examples() {
        return examples;
    }

    /** Says what the values that were filled in stand for; all norms are 0 then. */
    public void describe(List<Piece> ofPieces, long overExamples) {
        pieces = ofPieces;
        length = ofPieces.get(ofPieces.size() - 1).to();
        examples = overExamples;
        Arrays.fill(weightedSquaredNorms, 0);
    }

    /** Takes the norms from the values themselves: right for the sum of a single virtual worker. */
    public void measure() {
        measureInto(0);
    }

    /** Takes those of groups from the values themselves: right for the sum of a single group. */
    public void measureGroup() {
        measureInto(pieces.size());
    }

    private void measureInto(int first) {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            norm.clear();
            norm.add(values, piece.from(), piece.to());
            weightedSquaredNorms[first + i] = norm.value() / examples;
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
        for (int i = 0; i < 2 * pieces.size(); i++) {
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
