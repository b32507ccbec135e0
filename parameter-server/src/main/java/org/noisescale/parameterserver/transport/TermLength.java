package org.noisescale.parameterserver.transport;

/**
 * How long the term buffers of a run's streams are, and the rings that carry chunks where memory is shared. Every
 * stream has a log of three terms in each media driver that it passes, all of which must find room in shared memory: 64
 * MB in a container that nobody gave more. Half a term is what may be on its way, so that longer ones serve links with
 * delay, and bursts of reports.
 *
 * @param chunkBytes for gradients and parameters
 * @param reportBytes for reports
 * @param ringBytes of each ring; 0 where there are none
 */
record TermLength(int chunkBytes, int reportBytes, int ringBytes) {
    /** Of rings for any messages. */
    static final int RING_BYTES = 1 << 19;

    /** That of all other streams; the counts of 10,000 classes are shorter than an eighth of it. */
    static final int DEFAULT_BYTES = 1 << 20;

    /** The longest message is that part of a term. */
    static final int MESSAGES_PER_TERM = 8;

    /** What a media driver's own files take, rounded up. */
    private static final long DRIVER_BYTES = 13L << 20;
    /** The share of 64 MB that is left beside them. */
    private static final long LOGS_BYTES = (64L << 20) - DRIVER_BYTES;

    private static final int TERMS_PER_LOG = 3;
    /** Shorter ones save nothing that matters. */
    private static final int MIN_BYTES = 1 << 17;
    /** Half of it is the largest window that receivers grant. */
    private static final int MAX_BYTES = 1 << 21;

    /**
     * The longest of which the logs of all parties fit into the memory of the server's machine: first those of reports,
     * down to what their messages need, then those of chunks. The least, if that is not enough.
     */
    static TermLength of(int workers, int shards, LongestMessages longest) {
        long chunkLogs = (workers + 1L) * shards;
        int chunkMin = least(longest.chunkBytes());
        int report = report(workers, shards, longest, bytes(chunkLogs, chunkMin));
        long left = LOGS_BYTES - bytes(reports(workers, shards), report);
        int chunk = Math.max(chunkMin, MAX_BYTES);
        while (chunk > chunkMin && bytes(chunkLogs, chunk) > left) {
            chunk /= 2;
        }
        return new TermLength(chunk, report, 0);
    }

    /** The same where memory is shared: rings carry the chunks, and streams what little there is besides. */
    static TermLength ofShared(int workers, int shards, LongestMessages longest) {
        int chunk = least(longest.chunkBytes());
        long rings = 2L * workers * shards;
        long logs = bytes((workers + 1L) * shards, chunk);
        int report = report(workers, shards, longest, logs + rings * chunk);
        long left = LOGS_BYTES - logs - bytes(reports(workers, shards), report);
        int ring = rings * RING_BYTES <= left ? Math.max(chunk, RING_BYTES) : chunk;
        return new TermLength(chunk, report, ring);
    }

    private static int report(int workers, int shards, LongestMessages longest, long others) {
        int least = least(longest.reportBytes());
        int report = Math.max(least, DEFAULT_BYTES);
        while (report > least && bytes(reports(workers, shards), report) + others > LOGS_BYTES) {
            report /= 2;
        }
        return report;
    }

    private static long reports(int workers, int shards) {
        return workers + 2L * shards + 1;
    }

    /** Of a power of two. */
    private static int least(int messageBytes) {
        int bytes = MIN_BYTES;
        while (bytes < MESSAGES_PER_TERM * messageBytes) {
            bytes *= 2;
        }
        return bytes;
    }

    /**
     * The most that a process needs which all of these streams pass, of so many runs; its media driver's own included.
     */
    long memoryBytes(int runs, int workers, int shards) {
        long logs = bytes((workers + 1L) * shards, chunkBytes) + bytes(reports(workers, shards), reportBytes);
        return DRIVER_BYTES + runs * logs;
    }

    private static long bytes(long logs, int term) {
        return logs * TERMS_PER_LOG * term;
    }
}
