package org.noisescale.parameterserver.diagnosis;

import java.util.OptionalLong;

/**
 * Whether heap and shared memory fit into the container, which the kernel kills otherwise.
 *
 * @param limitBytes of the container; empty where there is none
 * @param heapBytes what the heap may grow to
 * @param sharedBytes what a run needs of shared memory, which counts as well
 */
record MemoryCheck(OptionalLong limitBytes, long heapBytes, long sharedBytes) {
    private static final String SUBJECT = "memory";

    static MemoryCheck measure(ControlGroup group, long sharedBytes) {
        return new MemoryCheck(group.memoryBytes(), Runtime.getRuntime().maxMemory(), sharedBytes);
    }

    Finding finding() {
        String measured =
                "heap up to " + Bytes.mebibytes(heapBytes) + ", shared memory up to " + Bytes.mebibytes(sharedBytes);
        if (limitBytes.isEmpty()) {
            return Finding.good(SUBJECT, measured + ", without a limit");
        }
        String all = measured + "; the container may take " + Bytes.mebibytes(limitBytes.getAsLong());
        return heapBytes + sharedBytes <= limitBytes.getAsLong()
                ? Finding.good(SUBJECT, all)
                : Finding.wrong(
                        SUBJECT,
                        all,
                        "raise limits.memory above " + Bytes.mebibytes(heapBytes + sharedBytes)
                                + ", or give java a smaller heap with -Xmx");
    }
}
