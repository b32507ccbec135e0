package org.noisescale.parameterserver.transport;

/**
 * How long the term buffers of a run's gradients and parameters are. Every stream has a log of three terms in each
 * media driver that it passes, all of which must find room in shared memory: 64 MB in a container that nobody gave
 * more. Half a term is what may be on its way, so that longer ones serve links with delay.
 */
final class TermLength {
    /** That of all other streams; the counts of 10,000 classes are shorter than an eighth of it. */
    static final int DEFAULT_BYTES = 1 << 20;

    /** The share of 64 MB that is left beside the driver's own files, which take 12.5 MB. */
    private static final int LOGS_BYTES = 51 << 20;

    private static final int TERMS_PER_LOG = 3;
    /** The least for a chunk with its norms, which is to be shorter than an eighth of a term. */
    private static final int MIN_BYTES = 1 << 19;
    /** Half of it is the largest window that receivers grant. */
    private static final int MAX_BYTES = 1 << 21;

    private TermLength() {}

    /** The longest of which the logs of all parties fit into the memory of the server's machine, or the least. */
    static int of(int workers, int shards) {
        int reports = workers + 2 * shards + 1;
        long left = LOGS_BYTES - (long) reports * TERMS_PER_LOG * DEFAULT_BYTES;
        long logs = (workers + 1L) * shards;
        long bytes = Math.max(1, left / (TERMS_PER_LOG * logs));
        return Math.toIntExact(Math.min(MAX_BYTES, Math.max(MIN_BYTES, Long.highestOneBit(bytes))));
    }
}
