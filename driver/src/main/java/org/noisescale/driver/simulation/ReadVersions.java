package org.noisescale.driver.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that each worker has read and computes on. Workers that read the same version share them, and what
 * nobody holds any more is used again: memory is that of the parameters times the versions in flight, at most one for
 * each worker and the present one.
 */
final class ReadVersions {
    private final int length;
    private final @Nullable Snapshot[] held;
    private final Deque<Snapshot> free = new ArrayDeque<>();
    private @Nullable Snapshot present;

    ReadVersions(int workers, int length) {
        this.length = length;
        held = new Snapshot[workers];
    }

    private static final class Snapshot {
        private final float[] values;
        private int readers;

        Snapshot(int length) {
            values = new float[length];
        }
    }

    /** Where parameters come from. */
    @FunctionalInterface
    interface Source {
        /** Copies them to the front of {@code target}. */
        void copyInto(float[] target);
    }

    /** Lets a worker read the present version, of which this is the source. */
    void read(int worker, Source source) {
        Snapshot snapshot = present;
        if (snapshot == null) {
            snapshot = free.isEmpty() ? new Snapshot(length) : free.pop();
            source.copyInto(snapshot.values);
            present = snapshot;
        }
        snapshot.readers++;
        held[worker] = snapshot;
    }

    /** What a worker holds; shared, to be read only. */
    float[] held(int worker) {
        Snapshot snapshot = held[worker];
        if (snapshot == null) {
            throw new IllegalStateException("worker " + worker + " has read nothing");
        }
        return snapshot.values;
    }

    /** A worker is done with what it holds. */
    void release(int worker) {
        Snapshot snapshot = held[worker];
        held[worker] = null;
        if (snapshot != null && --snapshot.readers == 0 && snapshot != present) {
            free.push(snapshot);
        }
    }

    /** There is a new version. */
    void advance() {
        Snapshot snapshot = present;
        present = null;
        if (snapshot != null && snapshot.readers == 0) {
            free.push(snapshot);
        }
    }
}
