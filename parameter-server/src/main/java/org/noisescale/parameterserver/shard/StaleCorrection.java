package org.noisescale.parameterserver.shard;

import java.util.List;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.ShardRange;

/**
 * Corrects a gradient for what changed since it was computed (DC-ASGD, Zheng et al. 2017, arXiv:1609.08326): with s =
 * b·g, s ← s + (λ/b)·s ⊙ s ⊙ (θ − θ_read); and gives it a weight, s ← w·s. Statistics stay as they are.
 */
public final class StaleCorrection {
    private final Shard shard;
    private final double factor;

    /** A correction of gradients for a shard, by λ. */
    public StaleCorrection(Shard shard, double factor) {
        this.shard = shard;
        this.factor = factor;
    }

    /**
     * Multiplies a sum by a weight.
     *
     * @param sum as long as the shard's range
     */
    public void weigh(float[] sum, double weight) {
        if (weight == 1) {
            return;
        }
        ChunkPlan chunks = shard.plan().chunks();
        ShardRange range = shard.plan().range();
        int origin = chunks.offset(range.firstChunk());
        for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
            int offset = chunks.offset(chunk) - origin;
            for (Piece piece : chunks.pieces(chunk)) {
                if (piece.kind().isTrainable()) {
                    multiply(sum, offset + piece.from(), offset + piece.to(), (float) weight);
                }
            }
        }
    }

    /**
     * Corrects a sum over so many examples.
     *
     * @param sum as long as the shard's range
     * @param read the parameters at which it was computed, likewise
     */
    public void apply(float[] sum, float[] read, long examples) {
        ChunkPlan chunks = shard.plan().chunks();
        ShardRange range = shard.plan().range();
        int origin = chunks.offset(range.firstChunk());
        for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
            List<Piece> pieces = chunks.pieces(chunk);
            for (int i = 0; i < pieces.size(); i++) {
                if (pieces.get(i).kind().isTrainable()) {
                    apply(sum, read, chunks.offset(chunk) - origin, pieces.get(i), chunk, factor / examples);
                }
            }
        }
    }

    private void apply(float[] sum, float[] read, int offset, Piece piece, int chunk, double scale) {
        float[] present = shard.parameters(chunk);
        for (int i = piece.from(); i < piece.to(); i++) {
            double drift = (double) present[i] - read[offset + i];
            float value = sum[offset + i];
            sum[offset + i] = value + (float) (scale * value * value * drift);
        }
    }

    private static void multiply(float[] sum, int from, int to, float weight) {
        for (int i = from; i < to; i++) {
            sum[i] *= weight;
        }
    }
}
