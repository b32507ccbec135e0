package org.noisescale.driver.study;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;

/**
 * One {@code optimizer.kind} of a study: the rule that its own keys describe, with what it takes for granted.
 *
 * @param learningRate unless the study gives one
 * @param weightDecay likewise
 */
record UpdateRuleKind(double learningRate, double weightDecay, Function<Section, UpdateRule> rule) {
    /** Keys of rules that may have a wrong value for a float. */
    static final List<String> OWN_KEYS =
            List.of("momentum", "decay", "beta1", "beta2", "epsilon", "initialAccumulator", "trust");

    private static final ValueType.Decimal POSITIVE = new ValueType.Decimal(NumberRange.POSITIVE);
    private static final ValueType.Decimal NOT_NEGATIVE = new ValueType.Decimal(NumberRange.NOT_NEGATIVE);
    private static final ValueType.Decimal DECAY = new ValueType.Decimal(NumberRange.DECAY);

    private static final Map<String, UpdateRuleKind> KINDS = Map.ofEntries(
            Map.entry("sgd", usual(0.1, section -> new UpdateRule.Sgd())),
            Map.entry("momentum", usual(0.01, s -> new UpdateRule.Momentum(momentum(s), momentumForm(s)))),
            Map.entry("nesterov", usual(0.01, s -> new UpdateRule.Nesterov(momentum(s), momentumForm(s)))),
            Map.entry("adagrad", usual(0.01, s -> new UpdateRule.AdaGrad(epsilon(s, 1e-6), accumulator(s, 1e-6)))),
            Map.entry(
                    "rmsprop",
                    usual(0.001, s -> new UpdateRule.RmsProp(decay(s), epsilon(s, 1e-8), accumulator(s, 1e-8)))),
            Map.entry("adadelta", usual(1, s -> new UpdateRule.AdaDelta(decay(s), epsilon(s, 1e-6)))),
            Map.entry("adam", usual(0.001, UpdateRuleKind::adam)),
            Map.entry("adamw", new UpdateRuleKind(0.001, 0.01, UpdateRuleKind::adam)),
            Map.entry(
                    "amsgrad",
                    usual(0.001, s -> new UpdateRule.AmsGrad(beta1(s), beta2(s), epsilon(s, 1e-8), adamForm(s)))),
            Map.entry("nadam", usual(0.001, s -> new UpdateRule.Nadam(beta1(s), beta2(s), epsilon(s, 1e-8)))),
            Map.entry("adamax", usual(0.001, s -> new UpdateRule.AdaMax(beta1(s), beta2(s), epsilon(s, 1e-8)))),
            Map.entry("adabelief", usual(0.001, s -> new UpdateRule.AdaBelief(beta1(s), beta2(s), epsilon(s, 1e-14)))),
            Map.entry("lars", usual(1, s -> new UpdateRule.Lars(momentum(s), s.value("trust", 0.001, POSITIVE)))),
            Map.entry("lamb", usual(0.01, s -> new UpdateRule.Lamb(beta1(s), beta2(s), epsilon(s, 1e-6)))));

    /** The kind of this name, which {@link StudyKeys#OPTIMIZER} has found to be one. */
    static UpdateRuleKind of(String kind) {
        UpdateRuleKind found = KINDS.get(kind);
        if (found == null) {
            throw new IllegalStateException("optimizer.kind must have a reader, was " + kind);
        }
        return found;
    }

    /** The rule that the keys of {@code section} describe. */
    UpdateRule read(Section section) {
        return rule.apply(section);
    }

    private static UpdateRuleKind usual(double learningRate, Function<Section, UpdateRule> rule) {
        return new UpdateRuleKind(learningRate, 0, rule);
    }

    private static UpdateRule adam(Section section) {
        return new UpdateRule.Adam(beta1(section), beta2(section), epsilon(section, 1e-8), adamForm(section));
    }

    private static double momentum(Section section) {
        return section.value("momentum", 0.9, DECAY);
    }

    private static MomentumForm momentumForm(Section section) {
        return section.value("form", MomentumForm.LEARNING_RATE_OUTSIDE, Choice.of(MomentumForm.class));
    }

    private static AdamForm adamForm(Section section) {
        return section.value("form", AdamForm.EPSILON_UNCORRECTED, Choice.of(AdamForm.class));
    }

    private static double decay(Section section) {
        return section.value("decay", 0.95, DECAY);
    }

    private static double beta1(Section section) {
        return section.value("beta1", 0.9, DECAY);
    }

    private static double beta2(Section section) {
        return section.value("beta2", 0.999, DECAY);
    }

    private static double epsilon(Section section, double usual) {
        return section.value("epsilon", usual, POSITIVE);
    }

    private static double accumulator(Section section, double usual) {
        return section.value("initialAccumulator", usual, NOT_NEGATIVE);
    }
}
