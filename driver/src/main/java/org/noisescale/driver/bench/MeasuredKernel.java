package org.noisescale.driver.bench;

import java.util.List;

/**
 * Adam with more or less of what a shard measures with it.
 *
 * @param normed whether the squared norm of the sum of gradients is taken, which the noise meter needs
 * @param observed whether θ·u, |u|² and |θ|² are, which the stationarity identity needs
 */
record MeasuredKernel(String name, boolean normed, boolean observed, String beside) implements ComparedKernel {
    private static final String PLAIN = "adam in blocks";

    /** Every one that is measured. */
    static final List<MeasuredKernel> ALL = List.of(
            new MeasuredKernel(PLAIN, false, false, ""),
            new MeasuredKernel("adam + norm of the sum", true, false, PLAIN),
            new MeasuredKernel("adam + all that is measured", true, true, PLAIN));

    @Override
    public int bytesPerParameter() {
        return Kernel.named("adam").bytesPerParameter();
    }

    @Override
    public KernelPass pass(int chunkCount, int chunkLength) {
        return new MeasuredPass(this, chunkCount, chunkLength);
    }
}
