package org.noisescale.parameterserver.client;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.protocol.WorkerAdapter;

/** Copies arriving chunks straight into the model's parameters and keeps account of their versions. */
final class ParameterReceiver implements WorkerAdapter.Listener {
    private final ChunkPlan chunks;
    private final UnsafeBuffer parameters;
    private final @Nullable ParameterReceiver average;
    private final long[] versions;
    private long awaited;
    private int missing;
    private long bytesTaken;
    private long patience;

    /** A receiver of parameters only. */
    ParameterReceiver(ChunkPlan chunks, UnsafeBuffer parameters) {
        this(chunks, parameters, null);
    }

    /**
     * A receiver.
     *
     * @param average what takes the averages that arrive; null if none is wanted
     */
    ParameterReceiver(ChunkPlan chunks, UnsafeBuffer parameters, @Nullable ParameterReceiver average) {
        this.average = average;
        this.chunks = chunks;
        this.parameters = parameters;
        versions = new long[chunks.chunkCount()];
        Arrays.fill(versions, -1);
        await(0);
    }

    /** Says which version is needed next; chunks that arrive earlier than that call are counted. */
    void await(long version) {
        awaited = version;
        missing = 0;
        for (long present : versions) {
            missing += present < version ? 1 : 0;
        }
    }

    boolean isBegun() {
        return missing < versions.length;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** How many bytes of parameters, without averages, were taken so far. */
    long bytesTaken() {
        return bytesTaken;
    }

    /** The first chunk that is not there. */
    int firstMissing() {
        int chunk = 0;
        while (versions[chunk] >= awaited) {
            chunk++;
        }
        return chunk;
    }

    @Override
    public void onParameters(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        if (!isDue(version)) {
            return;
        }
        take(version, chunk, buffer, index, bytes);
    }

    /** Nobody can be more than a step ahead of a worker that has not pushed. */
    private boolean isDue(long version) {
        return version <= awaited + 1;
    }

    private void take(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        boolean known = chunk >= 0 && chunk < chunks.chunkCount() && bytes == chunks.length(chunk) * Float.BYTES;
        if (!known || version <= versions[chunk]) {
            return;
        }
        bytesTaken += bytes;
        parameters.putBytes(chunks.offset(chunk) * Float.BYTES, buffer, index, bytes);
        missing -= versions[chunk] < awaited && version >= awaited ? 1 : 0;
        versions[chunk] = version;
    }

    @Override
    public void onAverage(long version, int chunk, DirectBuffer buffer, int index, int bytes) {
        if (average != null && isDue(version)) {
            average.take(version, chunk, buffer, index, bytes);
        }
    }

    @Override
    public void onPatience() {
        patience++;
    }

    /** How often somebody has said that it goes on. */
    long patience() {
        return patience;
    }

    @Override
    public void onStop(String reason) {
        throw new RunAbortedException(reason);
    }
}
