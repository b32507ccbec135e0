package org.noisescale.parameterserver.shard;

import java.util.List;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerStage;

/**
 * θ ← θ − u for one chunk, with u from the stages of the optimizer for trainable pieces and the plain average for
 * statistics. The values of the chunk's sum become the update.
 *
 * <p>Everything that can be done without waiting is done to one block after the other, so that sum, parameters and two
 * slots of a block stay in a core's first-level cache between the passes.
 */
final class ChunkUpdate {
    /** Four arrays of that length take half of the smallest first-level cache in use, 32 KiB. */
    static final int BLOCK_LENGTH = 1024;

    private final OptimizerChain optimizer;
    private final int virtualWorkers;
    private final boolean immediate;
    private final MeasuredUpdate measured = new MeasuredUpdate();
    private final SquaredNorm norm = new SquaredNorm();

    ChunkUpdate(OptimizerChain optimizer, int virtualWorkers) {
        this.optimizer = optimizer;
        this.virtualWorkers = virtualWorkers;
        immediate = optimizer.stageCount() == 1;
    }

    /** Measures and divides the sum and does the first stage; if that is the only one, subtracts the update. */
    void begin(ChunkState state, int chunk, StepMeasurement measurement) {
        ChunkSum sum = state.sum();
        List<Piece> pieces = state.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            float divisor = piece.kind().isTrainable() ? (float) sum.examples() : virtualWorkers;
            norm.clear();
            measured.clear();
            for (int from = piece.from(); from < piece.to(); from += BLOCK_LENGTH) {
                int to = Math.min(piece.to(), from + BLOCK_LENGTH);
                norm.add(sum.values(), from, to);
                SumDivision.divide(sum.values(), from, to, divisor);
                apply(state, 0, i, from, to);
                if (immediate) {
                    subtract(state, piece, from, to);
                }
            }
            measurement.observe(chunk, i, sum, norm.value());
            if (immediate) {
                observeUpdate(piece, chunk, i, measurement);
            }
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
            apply(state, stage, i, piece.from(), piece.to());
        }
    }

    private void apply(ChunkState state, int stage, int position, int from, int to) {
        OptimizerStage links = optimizer.stage(state.pieces().get(position).segment(), stage);
        links.apply(
                state.sum().values(),
                state.parameters(),
                state.optimizer().slots(position, stage),
                from,
                to,
                state.version() + 1);
    }

    /** After the last stage: subtracts the update, unless that is done, and says what it was. */
    void finish(ChunkState state, int chunk, StepMeasurement measurement) {
        List<Piece> pieces = state.pieces();
        for (int i = 0; i < pieces.size() && !immediate; i++) {
            Piece piece = pieces.get(i);
            measured.clear();
            for (int from = piece.from(); from < piece.to(); from += BLOCK_LENGTH) {
                subtract(state, piece, from, Math.min(piece.to(), from + BLOCK_LENGTH));
            }
            observeUpdate(piece, chunk, i, measurement);
        }
        measurement.completeChunk();
    }

    private void subtract(ChunkState state, Piece piece, int from, int to) {
        float[] update = state.sum().values();
        if (piece.kind().isTrainable()) {
            measured.apply(state.parameters(), update, from, to);
        } else {
            MeasuredUpdate.subtract(state.parameters(), update, from, to);
        }
    }

    private void observeUpdate(Piece piece, int chunk, int position, StepMeasurement measurement) {
        if (piece.kind().isTrainable()) {
            measurement.observeUpdate(chunk, position, measured);
        }
    }
}
