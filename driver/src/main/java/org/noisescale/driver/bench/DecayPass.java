package org.noisescale.driver.bench;

import java.util.Arrays;
import java.util.List;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.OptimizerState;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/**
 * Adam's direction on one chunk to which no gradient comes any more, as for units that stay silent, long after the last
 * one; with the product's loop, which keeps state out of the subnormal range, or with one that does not.
 */
final class DecayPass implements KernelPass {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final float DECAYED = 1e-39f;
    private static final long STEP = 1_000_000;

    private final OptimizerChain chain;
    private final OptimizerState state;
    private final boolean flushing;
    private final float[] update;
    private final float[] parameters;

    DecayPass(boolean flushing, int length) {
        this.flushing = flushing;
        ParameterLayout layout = new ParameterLayout(List.of(new Segment("W", 0, length, Segment.Kind.WEIGHT)));
        chain = OptimizerChain.of(OptimizerPlan.of(new UpdateRule.Adam(BETA1, BETA2, EPSILON), 1), layout);
        state = chain.newState(List.of(0), length);
        update = new float[length];
        parameters = new float[length];
        for (float[] slot : slots()) {
            Arrays.fill(slot, DECAYED);
        }
    }

    private float[][] slots() {
        return state.slots(0, 0)[0];
    }

    @Override
    public float run() {
        Arrays.fill(update, 0);
        if (flushing) {
            chain.stage(0, 0).apply(update, parameters, state.slots(0, 0), 0, update.length, STEP);
        } else {
            moments(update, slots()[0], slots()[1]);
            direction(update, slots()[0], slots()[1]);
        }
        return update[0];
    }

    private static void moments(float[] update, float[] first, float[] second) {
        for (int i = 0; i < update.length; i++) {
            float gradient = update[i];
            first[i] = BETA1 * first[i] + (1 - BETA1) * gradient;
            second[i] = BETA2 * second[i] + (1 - BETA2) * gradient * gradient;
        }
    }

    private static void direction(float[] update, float[] first, float[] second) {
        for (int i = 0; i < update.length; i++) {
            update[i] = first[i] / ((float) Math.sqrt(second[i]) + EPSILON);
        }
    }
}
