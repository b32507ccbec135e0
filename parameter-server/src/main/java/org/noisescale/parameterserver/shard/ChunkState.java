package org.noisescale.parameterserver.shard;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.ChunkReduction;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.optimizer.OptimizerState;

/** One chunk: its parameters, its optimizer's slots, its open round and what came of it, its version. */
final class ChunkState {
    private final List<Piece> pieces;
    private final float[] parameters;
    private final OptimizerState optimizer;
    private final ChunkReduction reduction;
    private final ChunkReduction probes;
    private final float @Nullable [] average;
    private @Nullable ChunkSum sum;
    private @Nullable ChunkSum probe;
    private long version;

    /**
     * A chunk at version 0, whose average, if one is to be kept, begins as its parameters.
     *
     * @param newReduction makes what adds up a round
     */
    ChunkState(
            List<Piece> pieces,
            float[] parameters,
            OptimizerState optimizer,
            Supplier<ChunkReduction> newReduction,
            boolean averaged) {
        average = averaged ? parameters.clone() : null;
        this.pieces = pieces;
        this.parameters = parameters;
        this.optimizer = optimizer;
        reduction = newReduction.get();
        probes = newReduction.get();
    }

    List<Piece> pieces() {
        return pieces;
    }

    float[] parameters() {
        return parameters;
    }

    /** The average of the parameters over the versions; the parameters themselves where none is kept. */
    float[] average() {
        return average == null ? parameters : average;
    }

    OptimizerState optimizer() {
        return optimizer;
    }

    ChunkReduction reduction() {
        return reduction;
    }

    /** What adds up a contribution: for the update, or probes. */
    ChunkReduction reductionOf(Contribution contribution) {
        return contribution.isProbe() ? probes : reduction;
    }

    /** Keeps the completed sum of the probes until the round's own is there. */
    void keepProbe(ChunkSum completed) {
        probe = completed;
    }

    /** The sum of the round's probes, if there were any; it now belongs to the caller. */
    @Nullable
    ChunkSum takeProbe() {
        ChunkSum kept = probe;
        probe = null;
        return kept;
    }

    /** Keeps the completed sum of the round, which becomes the update. */
    void keep(ChunkSum completed) {
        sum = completed;
    }

    /** The sum that is kept. */
    ChunkSum sum() {
        ChunkSum kept = sum;
        if (kept == null) {
            throw new IllegalStateException("the round of version " + version + " is not complete");
        }
        return kept;
    }

    /** Ends the round; the sum now belongs to the caller. */
    ChunkSum advance() {
        ChunkSum used = sum();
        sum = null;
        version++;
        reduction.restart();
        probes.restart();
        return used;
    }

    long version() {
        return version;
    }

    /** How many values make up its state between two steps: parameters, slots, and the average if one is kept. */
    int valueCount() {
        return parameters.length + optimizer.valueCount() + (average == null ? 0 : average.length);
    }

    /** Copies these values. */
    void copyInto(float[] target) {
        System.arraycopy(parameters, 0, target, 0, parameters.length);
        optimizer.copyInto(target, parameters.length);
        if (average != null) {
            System.arraycopy(average, 0, target, parameters.length + optimizer.valueCount(), average.length);
        }
    }

    /** Takes values and version of another time, before anything of a round is there. */
    void restore(float[] source, long then) {
        System.arraycopy(source, 0, parameters, 0, parameters.length);
        optimizer.restore(source, parameters.length);
        if (average != null) {
            System.arraycopy(source, parameters.length + optimizer.valueCount(), average, 0, average.length);
        }
        version = then;
    }
}
