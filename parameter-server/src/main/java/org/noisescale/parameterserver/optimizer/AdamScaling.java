package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;

/**
 * What the forms of Adam come to at one step: all are {@code factor}·m/(√(v + inside) + outside). Single numbers rather
 * than a record of three, since this is asked for every chunk and a record would be allocated.
 */
final class AdamScaling {
    private AdamScaling() {}

    /** √(1−β₂ᵗ)/(1−β₁ᵗ), which corrects both moments for their zero start; or 1. */
    static float factor(AdamForm form, double beta1, double beta2, long step) {
        return form == AdamForm.NO_BIAS_CORRECTION
                ? 1
                : (float) (Math.sqrt(1 - Power.of(beta2, step)) / (1 - Power.of(beta1, step)));
    }

    /** What stands beside v in the root. */
    static float inside(AdamForm form, double beta2, double epsilon, long step) {
        return form == AdamForm.EPSILON_INSIDE_ROOT ? (float) (epsilon * (1 - Power.of(beta2, step))) : 0;
    }

    /** What stands beside the root. */
    static float outside(AdamForm form, double beta2, double epsilon, long step) {
        return switch (form) {
            case EPSILON_UNCORRECTED, NO_BIAS_CORRECTION -> (float) epsilon;
            case EPSILON_CORRECTED -> (float) (epsilon * Math.sqrt(1 - Power.of(beta2, step)));
            case EPSILON_INSIDE_ROOT -> 0;
        };
    }
}
