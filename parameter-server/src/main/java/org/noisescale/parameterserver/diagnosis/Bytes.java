package org.noisescale.parameterserver.diagnosis;

/** Amounts of memory for humans. */
final class Bytes {
    private static final int MEBIBYTE_BITS = 20;

    private Bytes() {}

    /** In whole mebibytes, as Kubernetes writes them; rounded up. */
    static String mebibytes(long bytes) {
        return ceiling(bytes) + "Mi";
    }

    /** The least number of mebibytes that hold them. */
    static long ceiling(long bytes) {
        return (bytes + (1L << MEBIBYTE_BITS) - 1) >> MEBIBYTE_BITS;
    }
}
