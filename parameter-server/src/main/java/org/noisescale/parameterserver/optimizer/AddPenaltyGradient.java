package org.noisescale.parameterserver.optimizer;

/** The gradient of the penalty ½·l2·|θ|² + l1·Σ|θᵢ|: u ← u + l2·θ + l1·sign θ. */
record AddPenaltyGradient(float l1, float l2) implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        float slope = l1;
        float curvature = l2;
        for (int i = from; i < to; i++) {
            float parameter = parameters[i];
            update[i] += curvature * parameter + slope * Math.signum(parameter);
        }
    }
}
