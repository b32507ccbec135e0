package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One of several words.
 *
 * @param values what each word means, in the order in which messages list them
 * @param planned words that the design has and this version lacks
 */
record Choice<T>(Map<String, T> values, List<String> planned) implements ValueType<T> {
    /** The constants of an enum, spelled {@code without-replacement}. */
    static <E extends Enum<E>> Choice<E> of(Class<E> type, String... planned) {
        Map<String, E> values = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            values.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return new Choice<>(values, Arrays.asList(planned));
    }

    /** Words that mean themselves. */
    static Choice<String> of(Iterable<String> words, List<String> planned) {
        Map<String, String> values = new LinkedHashMap<>();
        words.forEach(word -> values.put(word, word));
        return new Choice<>(values, planned);
    }

    @Override
    public String words() {
        String list = String.join(", ", values.keySet());
        return values.size() == 1 ? list : "one of " + list;
    }

    @Override
    public Optional<T> find(YamlValue.Scalar scalar) {
        return Optional.ofNullable(values.get(scalar.text()));
    }

    @Override
    public Object written(T value) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(value + " must be one of " + values));
    }

    @Override
    public String hint(YamlValue.Scalar scalar) {
        if (planned.contains(scalar.text())) {
            return ", which is not available yet";
        }
        return Nearest.find(scalar.text(), new ArrayList<>(values.keySet()))
                .map(Nearest::question)
                .orElse("");
    }
}
