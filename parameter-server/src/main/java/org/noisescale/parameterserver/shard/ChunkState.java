package org.noisescale.parameterserver.shard;

import org.noisescale.parameterserver.aggregation.ChunkReduction;

/** One chunk: its parameters, its optimizer's slots, its open round, its version. */
final class ChunkState {
    private final float[] parameters;
    private final float[][][] slots;
    private final ChunkReduction reduction;
    private long version;

    ChunkState(float[] parameters, float[][][] slots, ChunkReduction reduction) {
        this.parameters = parameters;
        this.slots = slots;
        this.reduction = reduction;
    }

    float[] parameters() {
        return parameters;
    }

    float[][][] slots() {
        return slots;
    }

    ChunkReduction reduction() {
        return reduction;
    }

    long version() {
        return version;
    }

    void advance() {
        version++;
    }
}
