package org.noisescale.driver.bench;

import java.util.Random;

/** A plain copy of a vector that lies in chunks: what memory and caches allow at most. */
final class CopyPass implements KernelPass {
    private final float[][] source;
    private final float[][] target;

    CopyPass(int chunkCount, int chunkLength) {
        source = new float[chunkCount][];
        target = new float[chunkCount][chunkLength];
        Random random = new Random(1);
        for (int i = 0; i < chunkCount; i++) {
            source[i] = OptimizerPass.gaussian(random, chunkLength, 1);
        }
    }

    @Override
    public float run() {
        for (int i = 0; i < source.length; i++) {
            System.arraycopy(source[i], 0, target[i], 0, target[i].length);
        }
        return target[0][0];
    }
}
