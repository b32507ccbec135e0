package org.noisescale.parameterserver.transport;

import java.nio.file.Path;
import org.noisescale.parameterserver.layout.ChunkPlan;

/** Where the media drivers of processes keep what is on its way, and how much room that takes. */
public final class SharedMemory {
    /** The longest chunk with its fields, and reports as they are unless there are thousands of classes. */
    private static final LongestMessages USUAL =
            new LongestMessages((ChunkPlan.LENGTH_MAX << 2) + (1 << 10), LongestMessages.REPORT_BYTES);

    private SharedMemory() {}

    /** The folder in which this JVM makes a folder for its own. */
    public static Path folder() {
        return DriverFolders.ofThisJvm().parent();
    }

    /** The most that one process needs for a run of so many parties. */
    public static long bytes(int workers, int shards) {
        return TermLength.of(workers, shards, USUAL).memoryBytes(1, workers, shards);
    }

    /** The most for runs one after the other: the streams of one linger when those of the next begin. */
    public static long bytesOfSeries(int workers, int shards) {
        return TermLength.of(workers, shards, USUAL).memoryBytes(2, workers, shards);
    }
}
