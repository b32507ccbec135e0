package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A whole section as a value of an axis: the keys that the axis gives it, without those that have their defaults.
 *
 * @param keys the values by what follows the section's own name, e.g. {@code schedule.kind}, in the order of reading
 */
record SweptSection(Map<String, Object> keys) {
    private static final List<String> SELECTORS = List.of("kind", "source", "rule", "law");

    /** What {@code written} says, as {@code resolution} understood it. */
    static SweptSection of(String section, YamlValue.Mapping written, Resolution resolution) {
        Map<String, Object> keys = new LinkedHashMap<>();
        resolution.entries().forEach((key, entry) -> {
            boolean within = key.startsWith(section + ".");
            String own = within ? key.substring(section.length() + 1) : "";
            if (within && written.findPath(own).isPresent()) {
                keys.put(own, entry.value());
            }
        });
        return new SweptSection(keys);
    }

    /** On one line: {@code lamb learningRate=0.01 schedule=cosine schedule.warmupSteps=20}. */
    String words(String separator, Function<Object, String> word) {
        List<String> words = new ArrayList<>();
        keys.forEach((key, value) -> {
            String last = key.substring(key.lastIndexOf('.') + 1);
            boolean selects = SELECTORS.contains(last);
            String name = selects ? key.substring(0, Math.max(0, key.lastIndexOf('.'))) : key;
            words.add(name.isEmpty() ? word.apply(value) : name + "=" + word.apply(value));
        });
        return words.isEmpty() ? "default" : String.join(separator, words);
    }
}
