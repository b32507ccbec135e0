package org.noisescale.driver.study;

import java.util.List;

/** Reads the key {@code classWeights} of the section {@code model}: none, balanced, or a list. */
final class ClassWeightsReader {
    private static final String KEY = "classWeights";
    private static final String NONE = "none";
    private static final String BALANCED = "balanced";
    private static final Choice<String> WORDS = Choice.of(List.of(NONE, BALANCED), List.of());

    private ClassWeightsReader() {}

    /** The plan with the weights that the section asks for, if it does; throws {@link InputException}. */
    static ModelPlan read(Section model, ModelPlan plan) {
        boolean list = model.find(KEY).filter(YamlValue.Items.class::isInstance).isPresent();
        if (list) {
            List<Double> weights = model.list(KEY, List.of(), new ValueType.Decimal(NumberRange.POSITIVE));
            return weighted(model, plan, new ClassWeights.Explicit(weights));
        }
        return model.value(KEY, NONE, WORDS).equals(BALANCED)
                ? weighted(model, plan, new ClassWeights.Balanced())
                : plan;
    }

    private static ModelPlan weighted(Section model, ModelPlan plan, ClassWeights weights) {
        return model.check(List.of(KEY, "loss"), () -> new ModelPlan.ClassWeighted(plan, weights));
    }
}
