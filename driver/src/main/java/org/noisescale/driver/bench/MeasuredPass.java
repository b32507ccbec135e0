package org.noisescale.driver.bench;

import java.util.List;
import java.util.Random;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerStage;
import org.noisescale.parameterserver.optimizer.OptimizerState;
import org.noisescale.parameterserver.shard.MeasuredUpdate;

/** One update of a vector that lies in chunks, block by block as a shard does it, with what is measured on the way. */
final class MeasuredPass implements KernelPass {
    private static final int BLOCK_LENGTH = 1024;
    private static final float GRADIENT_SIZE = 0.01f;

    private final MeasuredKernel kernel;
    private final OptimizerStage stage;
    private final float[][] gradients;
    private final float[][] parameters;
    private final OptimizerState[] states;
    private final float[] update;
    private final SquaredNorm norm = new SquaredNorm();
    private final MeasuredUpdate measured = new MeasuredUpdate();
    private long step;

    MeasuredPass(MeasuredKernel kernel, int chunkCount, int chunkLength) {
        this.kernel = kernel;
        ParameterLayout layout =
                new ParameterLayout(List.of(new Segment("W", 0, chunkCount * chunkLength, Segment.Kind.WEIGHT)));
        OptimizerChain chain = OptimizerChain.of(Kernel.named("adam").plan(), layout);
        stage = chain.stage(0, 0);
        gradients = new float[chunkCount][];
        parameters = new float[chunkCount][];
        states = new OptimizerState[chunkCount];
        update = new float[chunkLength];
        Random random = new Random(1);
        for (int i = 0; i < chunkCount; i++) {
            gradients[i] = OptimizerPass.gaussian(random, chunkLength, GRADIENT_SIZE);
            parameters[i] = OptimizerPass.gaussian(random, chunkLength, 1);
            states[i] = chain.newState(List.of(0), chunkLength);
        }
    }

    @Override
    public float run() {
        step++;
        norm.clear();
        measured.clear();
        for (int i = 0; i < gradients.length; i++) {
            for (int from = 0; from < update.length; from += BLOCK_LENGTH) {
                block(i, from, Math.min(update.length, from + BLOCK_LENGTH));
            }
        }
        return parameters[0][0] + (float) (norm.value() + measured.product());
    }

    private void block(int chunk, int from, int to) {
        System.arraycopy(gradients[chunk], from, update, from, to - from);
        if (kernel.normed()) {
            norm.add(update, from, to);
        }
        stage.apply(update, parameters[chunk], states[chunk].slots(0, 0), from, to, step);
        if (kernel.observed()) {
            measured.apply(parameters[chunk], update, from, to);
        } else {
            MeasuredUpdate.subtract(parameters[chunk], update, from, to);
        }
    }
}
