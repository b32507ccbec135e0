package org.noisescale.driver.bench;

/** What must hold at the end of a bench, lest it measured how fast nonsense is computed. */
final class FiniteParameters {
    private FiniteParameters() {}

    static void require(float[] parameters) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw new IllegalStateException("parameter " + i + " is " + parameters[i] + " at the end of the bench");
            }
        }
    }
}
