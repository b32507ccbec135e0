package org.noisescale.parameterserver.optimizer;

import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;

/**
 * What the forms of Adam come to at one step: all are {@code factor}·m/(√(v + inside) + outside).
 *
 * @param factor √(1−β₂ᵗ)/(1−β₁ᵗ), which corrects both moments for their zero start; or 1
 * @param inside what stands beside v in the root
 * @param outside what stands beside the root
 */
record AdamScaling(float factor, float inside, float outside) {
    static AdamScaling of(AdamForm form, float beta1, float beta2, float epsilon, long step) {
        double rest2 = 1 - Power.of(beta2, step);
        double factor = Math.sqrt(rest2) / (1 - Power.of(beta1, step));
        return switch (form) {
            case EPSILON_UNCORRECTED -> new AdamScaling((float) factor, 0, epsilon);
            case EPSILON_CORRECTED -> new AdamScaling((float) factor, 0, (float) (epsilon * Math.sqrt(rest2)));
            case EPSILON_INSIDE_ROOT -> new AdamScaling((float) factor, (float) (epsilon * rest2), 0);
            case NO_BIAS_CORRECTION -> new AdamScaling(1, 0, epsilon);
        };
    }
}
