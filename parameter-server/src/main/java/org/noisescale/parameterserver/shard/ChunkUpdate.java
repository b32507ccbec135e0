package org.noisescale.parameterserver.shard;

import java.util.List;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.OptimizerChain;

/** θ ← θ − u for one chunk, with u from the optimizer for trainable pieces and the plain average for statistics. */
final class ChunkUpdate {
    private final OptimizerChain optimizer;
    private final int virtualWorkers;

    ChunkUpdate(OptimizerChain optimizer, int virtualWorkers) {
        this.optimizer = optimizer;
        this.virtualWorkers = virtualWorkers;
    }

    /** Consumes the sum: its values become the update. */
    void apply(ChunkState state, ChunkSum sum, List<Piece> pieces) {
        float[] update = sum.values();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.kind() == Segment.Kind.STATISTIC) {
                divide(update, piece.from(), piece.to(), virtualWorkers);
            } else {
                divide(update, piece.from(), piece.to(), (float) sum.examples());
                optimizer.apply(
                        update, state.parameters(), state.slots(), piece.from(), piece.to(), state.version() + 1);
            }
        }
        subtract(state.parameters(), update, sum.length());
        state.advance();
    }

    private static void divide(float[] values, int from, int to, float divisor) {
        for (int i = from; i < to; i++) {
            values[i] /= divisor;
        }
    }

    private static void subtract(float[] parameters, float[] update, int length) {
        for (int i = 0; i < length; i++) {
            parameters[i] -= update[i];
        }
    }
}
