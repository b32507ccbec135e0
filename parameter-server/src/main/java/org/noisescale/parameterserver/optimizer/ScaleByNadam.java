package org.noisescale.parameterserver.optimizer;

/**
 * Nadam's direction (Dozat 2016, ICLR workshop, algorithm 2) as ND4J has it: m ← β₁m + (1−β₁)u; v ← β₂v + (1−β₂)u²; u ←
 * (β₁m + (1−β₁)u)/(1−β₁ᵗ)/(√v + ε). Unlike the paper it has one β₁ for all steps, the same correction for both parts of
 * the numerator, and v uncorrected.
 */
record ScaleByNadam(double beta1, double beta2, double epsilon) implements Transform {
    @Override
    public int slotCount() {
        return 2;
    }

    @Override
    public void apply(float[] update, float[] parameters, float[][] slots, int from, int to, long step) {
        scale(update, slots, from, to, (float) (1 / (1 - Power.of(beta1, step))));
    }

    private void scale(float[] update, float[][] slots, int from, int to, float correction) {
        float[] first = slots[0];
        float[] second = slots[1];
        float keep1 = (float) beta1;
        float rest1 = (float) (1 - beta1);
        float rest2 = (float) (1 - beta2);
        float outside = (float) epsilon;
        for (int i = from; i < to; i++) {
            float gradient = update[i];
            float mean = first[i] - rest1 * first[i] + rest1 * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            float square =
                    second[i] - rest2 * second[i] + rest2 * gradient * gradient + Subnormals.FLUSH - Subnormals.FLUSH;
            first[i] = mean;
            second[i] = square;
            update[i] = correction * (keep1 * mean + rest1 * gradient) / ((float) Math.sqrt(square) + outside);
        }
    }
}
