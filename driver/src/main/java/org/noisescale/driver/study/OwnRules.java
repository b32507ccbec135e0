package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationRule;

/** The rules that users bring, in the order in which they are found. */
final class OwnRules {
    private final Map<String, SynchronizationRule> rules;

    private OwnRules(Map<String, SynchronizationRule> rules) {
        this.rules = rules;
    }

    /** All on the class path; throws {@link InputException} if one has the name of another. */
    static OwnRules load() {
        Map<String, SynchronizationRule> rules = new LinkedHashMap<>();
        for (SynchronizationRule rule : ServiceLoader.load(SynchronizationRule.class)) {
            boolean known = StudyKeys.SYNCHRONIZATION.byKind().containsKey(rule.name());
            if (known || rules.putIfAbsent(rule.name(), rule) != null) {
                throw new InputException(
                        "the rule " + rule.name() + " of " + rule.getClass().getName()
                                + " has the name of another one; take it off the class path, or name it otherwise");
            }
        }
        return new OwnRules(rules);
    }

    /** The keys of the section, of all rules. */
    SectionKeys keys() {
        SectionKeys keys = StudyKeys.SYNCHRONIZATION;
        for (SynchronizationRule rule : rules.values()) {
            List<String> own = new ArrayList<>(new TreeMap<>(rule.settings()).keySet());
            own.add(StudyKeys.CONVENTION);
            keys = keys.kind(rule.name(), own.toArray(String[]::new));
        }
        return keys;
    }

    /** What the rule of this name decides; throws {@link InputException} if it cannot. */
    Optional<SynchronizationPolicy> find(String name, Section section, int workers) {
        SynchronizationRule rule = rules.get(name);
        if (rule == null) {
            return Optional.empty();
        }
        Map<String, Double> settings = new TreeMap<>();
        new TreeMap<>(rule.settings())
                .forEach((key, usual) ->
                        settings.put(key, section.value(key, usual, new ValueType.Decimal(NumberRange.FINITE))));
        return Optional.of(section.check(List.copyOf(settings.keySet()), () -> checked(rule, settings, workers)));
    }

    private static SynchronizationPolicy checked(SynchronizationRule rule, Map<String, Double> settings, int workers) {
        SynchronizationPolicy policy = rule.policy(key -> Optional.ofNullable(settings.get(key))
                .orElseThrow(() -> new IllegalStateException(
                        "rule " + rule.name() + " asks for " + key + ", its keys are " + settings.keySet())));
        int quorum = policy.quorum(workers);
        if (quorum < 1 || quorum > workers) {
            throw new IllegalArgumentException(
                    "rule " + rule.name() + " must ask for 1 to workers (" + workers + ") pushes, asked for " + quorum);
        }
        return policy;
    }
}
