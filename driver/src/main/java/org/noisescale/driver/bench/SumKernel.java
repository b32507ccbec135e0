package org.noisescale.driver.bench;

import java.util.List;

/**
 * One way to bring the gradients of several workers into a sum.
 *
 * @param measured whether the squared norm of each gradient is taken, which the noise meter needs
 * @param beside the way that does less, to be compared with; empty if there is none
 */
record SumKernel(String name, int workers, Order order, boolean measured, String beside) implements ComparedKernel {
    /** In which order the gradients are added. */
    enum Order {
        /** That of the tree over virtual workers, whichever came first. */
        FIXED,
        /** As they come. */
        ARRIVAL
    }

    private static final String TWO = "sum of 2, unmeasured";
    private static final String EIGHT = "sum of 8, as they arrive";

    /** Every way that is measured. */
    static final List<SumKernel> ALL = List.of(
            new SumKernel(TWO, 2, Order.FIXED, false, ""),
            new SumKernel("sum of 2", 2, Order.FIXED, true, TWO),
            new SumKernel(EIGHT, 8, Order.ARRIVAL, true, ""),
            new SumKernel("sum of 8", 8, Order.FIXED, true, EIGHT));

    @Override
    public int bytesPerParameter() {
        return Float.BYTES * workers;
    }

    @Override
    public KernelPass pass(int chunkCount, int chunkLength) {
        return new SumPass(this, chunkCount, chunkLength);
    }
}
