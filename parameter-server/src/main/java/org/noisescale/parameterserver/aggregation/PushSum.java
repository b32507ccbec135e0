package org.noisescale.parameterserver.aggregation;

import java.util.Arrays;
import java.util.List;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.SquaredNorm;

/**
 * What one worker pushes where updates are made of pushes in the order of their arrival: the sum over its virtual
 * workers, one added after the other, with Σₖ |sₖ|²/bₖ for each trainable piece. Statistics, of which the server takes
 * the mean over the pushes, are their mean over the virtual workers.
 */
public final class PushSum {
    private final ChunkPlan chunks;
    private final float[] values;
    private final double[] norms;
    private int added;
    private long examples;

    /** Nothing yet. */
    public PushSum(ChunkPlan chunks) {
        this.chunks = chunks;
        values = new float[chunks.layout().length()];
        norms = new double[chunks.pieceCount()];
    }

    /** Begins anew. */
    public void clear() {
        Arrays.fill(values, 0);
        Arrays.fill(norms, 0);
        added = 0;
        examples = 0;
    }

    /** Adds the sum of one virtual worker's gradients over so many examples. */
    public void add(float[] sum, long count) {
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            int offset = chunks.offset(chunk);
            int piece = chunks.firstPiece(chunk);
            List<Piece> pieces = chunks.pieces(chunk);
            for (int i = 0; i < pieces.size(); i++) {
                Piece part = pieces.get(i);
                norms[piece + i] += part.kind().isTrainable()
                        ? SquaredNorm.of(sum, offset + part.from(), offset + part.to()) / count
                        : 0;
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += sum[i];
        }
        added++;
        examples += count;
    }

    /** Says that all virtual workers are in. */
    public void complete() {
        if (added == 1) {
            return;
        }
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            for (Piece part : chunks.pieces(chunk)) {
                if (!part.kind().isTrainable()) {
                    share(chunks.offset(chunk) + part.from(), chunks.offset(chunk) + part.to());
                }
            }
        }
    }

    private void share(int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] /= added;
        }
    }

    /** The sum; shared, not a copy. */
    public float[] values() {
        return values;
    }

    /** Σₖ |sₖ|²/bₖ of a piece, counted among all. */
    public double weightedSquaredNorm(int piece) {
        return norms[piece];
    }

    /** Over how many examples it goes. */
    public long examples() {
        return examples;
    }
}
