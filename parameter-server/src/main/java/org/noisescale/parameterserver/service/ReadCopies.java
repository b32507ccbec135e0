package org.noisescale.parameterserver.service;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.shard.Shard;

/**
 * The parameters of the versions that workers have read and that are still needed: until they are sent, or, where
 * gradients are corrected for what changed, until the push. Copied only when the shard is about to change; workers that
 * read the same version share a copy, so that there are at most as many as workers.
 */
final class ReadCopies {
    private final Shard shard;
    private final ChunkPlan chunks;
    private final ShardRange range;
    private final BitSet atPresent = new BitSet();
    private final @Nullable Copy[] held;
    private final Deque<Copy> free = new ArrayDeque<>();

    ReadCopies(Shard shard, int workers) {
        this.shard = shard;
        chunks = shard.plan().chunks();
        range = shard.plan().range();
        held = new Copy[workers];
    }

    private static final class Copy {
        private final float[][] values;
        private int readers;

        Copy(float[][] values) {
            this.values = values;
        }
    }

    /** Lets a worker read the present version. */
    void read(int worker) {
        release(worker);
        atPresent.set(worker);
    }

    /** A worker is done with what it has read. */
    void release(int worker) {
        atPresent.clear(worker);
        Copy copy = held[worker];
        held[worker] = null;
        if (copy != null && --copy.readers == 0) {
            free.push(copy);
        }
    }

    /** The shard is about to change. */
    void beforeUpdate() {
        if (atPresent.isEmpty()) {
            return;
        }
        Copy copy = free.isEmpty() ? newCopy() : free.pop();
        for (int i = 0; i < range.count(); i++) {
            float[] source = shard.parameters(range.firstChunk() + i);
            System.arraycopy(source, 0, copy.values[i], 0, source.length);
        }
        for (int worker = atPresent.nextSetBit(0); worker >= 0; worker = atPresent.nextSetBit(worker + 1)) {
            held[worker] = copy;
            copy.readers++;
        }
        atPresent.clear();
    }

    private Copy newCopy() {
        float[][] values = new float[range.count()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[chunks.length(range.firstChunk() + i)];
        }
        return new Copy(values);
    }

    /** A chunk of what a worker has read; shared, to be read only. */
    float[] chunk(int worker, int chunk) {
        Copy copy = held[worker];
        if (copy == null && !atPresent.get(worker)) {
            throw new IllegalStateException("worker " + worker + " has read nothing");
        }
        return copy == null ? shard.parameters(chunk) : copy.values[chunk - range.firstChunk()];
    }

    /** Copies all that a worker has read. */
    void copyInto(int worker, float[] target) {
        int origin = chunks.offset(range.firstChunk());
        for (int chunk = range.firstChunk(); chunk < range.endChunk(); chunk++) {
            float[] source = chunk(worker, chunk);
            System.arraycopy(source, 0, target, chunks.offset(chunk) - origin, source.length);
        }
    }
}
