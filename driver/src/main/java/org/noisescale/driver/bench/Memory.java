package org.noisescale.driver.bench;

import org.noisescale.parameterserver.layout.ChunkPlan;

/** Where the vector of a measurement lies. */
enum Memory {
    /** One chunk again and again: in the caches of one core. */
    CACHED(1, "in cache"),
    /** 8,388,608 parameters in chunks, one after the other: at least 64 MiB, more than most caches hold. */
    STREAMING(1024, "streaming");

    /** The kernel that only copies. */
    static final String COPY = "copy";
    /** What the arithmetic of adaptive optimizers costs without their state. */
    static final String ARITHMETIC = "root and division alone";
    /** Adam on state that has decayed, with the product's loop. */
    static final String DECAYED = "adam, decayed state";
    /** The same with a loop that lets it become subnormal. */
    static final String DECAYED_UNFLUSHED = "the same without flushing";

    private final int chunkCount;
    private final String place;

    Memory(int chunkCount, String place) {
        this.chunkCount = chunkCount;
        this.place = place;
    }

    /** What it is called in a table. */
    String place() {
        return place;
    }

    /** How many parameters a pass covers. */
    long length() {
        return (long) chunkCount * ChunkPlan.LENGTH_MAX;
    }

    /** The pass of a kernel over such a vector. */
    KernelPass pass(String kernel) {
        int chunkLength = ChunkPlan.LENGTH_MAX;
        return switch (kernel) {
            case COPY -> new CopyPass(chunkCount, chunkLength);
            case ARITHMETIC -> new ArithmeticPass(chunkLength);
            case DECAYED -> new DecayPass(true, chunkLength);
            case DECAYED_UNFLUSHED -> new DecayPass(false, chunkLength);
            default ->
                ComparedKernel.find(kernel)
                        .map(compared -> compared.pass(chunkCount, chunkLength))
                        .orElseGet(() -> new OptimizerPass(Kernel.named(kernel), chunkCount, chunkLength));
        };
    }
}
