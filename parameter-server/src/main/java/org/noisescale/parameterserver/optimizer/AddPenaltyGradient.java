package org.noisescale.parameterserver.optimizer;

/** The gradient of the penalty ½·l2·|θ|² + l1·Σ|θᵢ|: u ← u + l2·θ + l1·sign θ. */
record AddPenaltyGradient(float l1, float l2) implements Transform {
    @Override
    public int slotCount() {
        return 0;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        if (l2 != 0) {
            addSlope(update, parameters, from, to);
        }
        if (l1 != 0) {
            addSign(update, parameters, from, to);
        }
    }

    private void addSlope(float[] update, float[] parameters, int from, int to) {
        float curvature = l2;
        for (int i = from; i < to; i++) {
            update[i] += curvature * parameters[i];
        }
    }

    /** The sign of θ is max(−1, min(1, 2¹⁶⁰θ)), also where θ is subnormal; unlike Math.signum it vectorises. */
    private void addSign(float[] update, float[] parameters, int from, int to) {
        float slope = l1;
        for (int i = from; i < to; i++) {
            update[i] += slope * Math.max(-1, Math.min(1, parameters[i] * 0x1p80f * 0x1p80f));
        }
    }
}
