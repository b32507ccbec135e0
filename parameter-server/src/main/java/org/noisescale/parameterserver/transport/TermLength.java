package org.noisescale.parameterserver.transport;

/**
 * How long the term buffers of a run's streams are. Every stream has a log of three terms in each media driver that it
 * passes, all of which must find room in shared memory: 64 MB in a container that nobody gave more. Half a term is what
 * may be on its way, so that longer ones serve links with delay, and bursts of reports.
 *
 * @param chunkBytes for gradients and parameters
 * @param reportBytes for reports
 */
record TermLength(int chunkBytes, int reportBytes) {
    /** That of all other streams; the counts of 10,000 classes are shorter than an eighth of it. */
    static final int DEFAULT_BYTES = 1 << 20;

    /** The longest message is that part of a term. */
    static final int MESSAGES_PER_TERM = 8;

    /** The share of 64 MB that is left beside the driver's own files, which take 12.6 MB. */
    private static final long LOGS_BYTES = 51L << 20;

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
        int reports = workers + 2 * shards + 1;
        long chunkLogs = (workers + 1L) * shards;
        int chunkMin = least(longest.chunkBytes());
        int reportMin = least(longest.reportBytes());
        int report = Math.max(reportMin, DEFAULT_BYTES);
        while (report > reportMin && bytes(reports, report) + bytes(chunkLogs, chunkMin) > LOGS_BYTES) {
            report /= 2;
        }
        int chunk = Math.max(chunkMin, MAX_BYTES);
        while (chunk > chunkMin && bytes(reports, report) + bytes(chunkLogs, chunk) > LOGS_BYTES) {
            chunk /= 2;
        }
        return new TermLength(chunk, report);
    }

    /** Of a power of two. */
    private static int least(int messageBytes) {
        int bytes = MIN_BYTES;
        while (bytes < MESSAGES_PER_TERM * messageBytes) {
            bytes *= 2;
        }
        return bytes;
    }

    private static long bytes(long logs, int term) {
        return logs * TERMS_PER_LOG * term;
    }
}
