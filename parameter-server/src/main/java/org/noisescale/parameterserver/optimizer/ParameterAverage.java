package org.noisescale.parameterserver.optimizer;

/**
 * An average of parameters over the steps, kept beside them. Statistics are averaged as well, so that they belong to
 * the averaged parameters.
 */
public sealed interface ParameterAverage {
    /** The average of a plan that has one. */
    static ParameterAverage of(Averaging averaging) {
        if (averaging instanceof Averaging.Exponential exponential) {
            return new ExponentialAverage((float) exponential.decay());
        }
        if (averaging instanceof Averaging.Polyak polyak) {
            return new PolyakAverage(polyak.fromStep());
        }
        throw new IllegalStateException("no average for " + averaging);
    }

    /**
     * Takes the parameters after an update.
     *
     * @param average initially the initial parameters
     * @param step the update's number, 1 for the first
     */
    void apply(float[] average, float[] parameters, long step);

    /** a ← γa + (1−γ)θ. */
    record ExponentialAverage(float decay) implements ParameterAverage {
        @Override
        public void apply(float[] average, float[] parameters, long step) {
            float keep = decay;
            float rest = 1 - decay;
            for (int i = 0; i < average.length; i++) {
                average[i] = keep * average[i] + rest * parameters[i] + Subnormals.FLUSH - Subnormals.FLUSH;
            }
        }
    }

    /** a ← a + (θ − a)/n for the n-th step that counts; θ before. */
    record PolyakAverage(long fromStep) implements ParameterAverage {
        @Override
        public void apply(float[] average, float[] parameters, long step) {
            if (step <= fromStep) {
                System.arraycopy(parameters, 0, average, 0, average.length);
            } else {
                average(average, parameters, 1f / (step - fromStep + 1));
            }
        }

        private static void average(float[] average, float[] parameters, float share) {
            for (int i = 0; i < average.length; i++) {
                average[i] += share * (parameters[i] - average[i]);
            }
        }
    }
}
