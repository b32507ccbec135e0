package org.noisescale.driver.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code synchronization: async} is short for {@code synchronization: {rule: async}}, in a sweep as well. */
final class RuleWord {
    private static final String KEY = "training.synchronization";

    private RuleWord() {}

    /** The study with the section in place of the word. */
    static YamlValue.Mapping spelledOut(YamlValue.Mapping study) {
        YamlValue.Mapping changed = study;
        Optional<YamlValue> written = study.findPath(KEY);
        if (written.isPresent() && isWord(written.get())) {
            changed = changed.with(List.of("training", "synchronization"), section(written.get()));
        }
        Optional<YamlValue> swept = study.find("sweep")
                .flatMap(sweep -> sweep instanceof YamlValue.Mapping axes ? axes.find(KEY) : Optional.empty());
        if (swept.isPresent() && swept.get() instanceof YamlValue.Items items) {
            List<YamlValue> values = items.values().stream()
                    .map(value -> isWord(value) ? section(value) : value)
                    .toList();
            changed = changed.with(List.of("sweep", KEY), new YamlValue.Items(values, items.place()));
        }
        return changed;
    }

    private static boolean isWord(YamlValue value) {
        return value instanceof YamlValue.Scalar && !value.isNull();
    }

    private static YamlValue section(YamlValue word) {
        return new YamlValue.Mapping(Map.of("rule", word), word.place());
    }
}
