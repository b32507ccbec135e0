package org.noisescale.parameterserver.shard;

import java.util.List;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerStage;

/**
 * θ ← θ − u for one chunk, with u from the stages of the optimizer for trainable pieces and the plain average for
 * statistics. The values of the chunk's sum become the update.
 */
final class ChunkUpdate {
    private final OptimizerChain optimizer;
    private final int virtualWorkers;
    private final MeasuredUpdate measured = new MeasuredUpdate();

    ChunkUpdate(OptimizerChain optimizer, int virtualWorkers) {
        this.optimizer = optimizer;
        this.virtualWorkers = virtualWorkers;
    }

    /** Divides the sum and does the first stage. */
    void begin(ChunkState state) {
        ChunkSum sum = state.sum();
        List<Piece> pieces = state.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            float divisor = piece.kind().isTrainable() ? (float) sum.examples() : virtualWorkers;
            divide(sum.values(), piece.from(), piece.to(), divisor);
            apply(state, 0, i);
        }
    }

    /**
     * Does another stage.
     *
     * @param factors by segment, from the figures that the stage needs
     */
    void proceed(ChunkState state, int stage, double[] factors) {
        float[] update = state.sum().values();
        List<Piece> pieces = state.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            optimizer
                    .stage(piece.segment(), stage)
                    .rescale(update, state.parameters(), piece.from(), piece.to(), factors[piece.segment()]);
            apply(state, stage, i);
        }
    }

    private void apply(ChunkState state, int stage, int position) {
        Piece piece = state.pieces().get(position);
        OptimizerStage links = optimizer.stage(piece.segment(), stage);
        links.apply(
                state.sum().values(),
                state.parameters(),
                state.optimizer().slots(position, stage),
                piece.from(),
                piece.to(),
                state.version() + 1);
    }

    /** Subtracts the update and says what it was. */
    void finish(ChunkState state, int chunk, StepMeasurement measurement) {
        float[] update = state.sum().values();
        List<Piece> pieces = state.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.kind().isTrainable()) {
                measured.apply(state.parameters(), update, piece.from(), piece.to());
                measurement.observeUpdate(chunk, i, measured);
            } else {
                MeasuredUpdate.subtract(state.parameters(), update, piece.from(), piece.to());
            }
        }
        measurement.completeChunk();
    }

    private static void divide(float[] values, int from, int to, float divisor) {
        for (int i = from; i < to; i++) {
            values[i] /= divisor;
        }
    }
}
