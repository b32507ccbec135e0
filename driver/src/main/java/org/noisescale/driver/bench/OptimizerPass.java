package org.noisescale.driver.bench;

import java.util.List;
import java.util.Random;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerState;
import org.noisescale.parameterserver.optimizer.SegmentNorms;

/**
 * One update of a vector that lies in chunks, each with its own arrays, as a shard does it: the gradient of a chunk is
 * brought into a buffer, becomes the update there, and is subtracted while all of it is in cache. Stages that wait for
 * norms keep their updates in the meantime.
 */
final class OptimizerPass implements KernelPass {
    private static final float GRADIENT_SIZE = 0.01f;

    private final OptimizerChain chain;
    private final float[][] gradients;
    private final float[][] parameters;
    private final OptimizerState[] states;
    private final float[][] updates;
    private final SegmentNorms norms = new SegmentNorms(1);
    private long step;

    /**
     * A vector of random figures.
     *
     * @param chunkCount how many chunks; one that is small stays in cache
     */
    OptimizerPass(Kernel kernel, int chunkCount, int chunkLength) {
        ParameterLayout layout =
                new ParameterLayout(List.of(new Segment("W", 0, chunkCount * chunkLength, Segment.Kind.WEIGHT)));
        chain = OptimizerChain.of(kernel.plan(), layout);
        gradients = new float[chunkCount][];
        parameters = new float[chunkCount][];
        states = new OptimizerState[chunkCount];
        updates = new float[chain.stageCount() == 1 ? 1 : chunkCount][chunkLength];
        Random random = new Random(1);
        for (int i = 0; i < chunkCount; i++) {
            gradients[i] = gaussian(random, chunkLength, GRADIENT_SIZE);
            parameters[i] = gaussian(random, chunkLength, 1);
            states[i] = chain.newState(List.of(0), chunkLength);
        }
    }

    static float[] gaussian(Random random, int length, float size) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = size * (float) random.nextGaussian();
        }
        return values;
    }

    @Override
    public float run() {
        step++;
        for (int stage = 0; stage < chain.stageCount(); stage++) {
            double factor = chain.stage(0, stage).factor(norms);
            norms.clear();
            for (int i = 0; i < gradients.length; i++) {
                pass(i, stage, factor);
            }
        }
        return parameters[0][0];
    }

    private static double squaredNorm(float[] values) {
        return SquaredNorm.of(values, 0, values.length);
    }

    private void pass(int chunk, int stage, double factor) {
        float[] update = updates[updates.length == 1 ? 0 : chunk];
        int length = update.length;
        if (stage == 0) {
            System.arraycopy(gradients[chunk], 0, update, 0, length);
        }
        chain.stage(0, stage).rescale(update, parameters[chunk], 0, length, factor);
        chain.stage(0, stage).apply(update, parameters[chunk], states[chunk].slots(0, stage), 0, length, step);
        if (stage == chain.stageCount() - 1) {
            subtract(parameters[chunk], update, length);
        } else {
            norms.add(0, squaredNorm(update), squaredNorm(parameters[chunk]));
        }
    }

    private static void subtract(float[] parameters, float[] update, int length) {
        for (int i = 0; i < length; i++) {
            parameters[i] -= update[i];
        }
    }
}
