package org.noisescale.driver.study;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which keys a section has.
 *
 * @param path the dotted key of the section; empty for the study itself
 * @param selector the key that chooses the kind ({@code kind}, {@code source}); empty where there are no kinds
 * @param byKind the other keys of each kind; one kind without a name where there are no kinds
 * @param planned kinds that the design has and this version lacks
 */
record SectionKeys(String path, String selector, Map<String, List<String>> byKind, List<String> planned) {

    /** A section without kinds. */
    static SectionKeys plain(String path, String... keys) {
        return new SectionKeys(path, "", Map.of("", List.of(keys)), List.of());
    }

    /** A section with kinds, which {@link #kind} adds. */
    static SectionKeys selectedBy(String path, String selector, String... planned) {
        return new SectionKeys(path, selector, Map.of(), List.of(planned));
    }

    /** These keys and one more kind. */
    SectionKeys kind(String kind, String... keys) {
        Map<String, List<String>> more = new LinkedHashMap<>(byKind);
        more.put(kind, List.of(keys));
        return new SectionKeys(path, selector, more, planned);
    }

    /** These keys and one more kind, which shares some of its keys with others. */
    SectionKeys kind(String kind, List<String> shared, String... own) {
        return kind(kind, Stream.concat(Arrays.stream(own), shared.stream()).toArray(String[]::new));
    }

    /** These keys and more, which every kind that is there has. */
    SectionKeys everyKind(String... keys) {
        Map<String, List<String>> more = new LinkedHashMap<>();
        byKind.forEach((kind, own) ->
                more.put(kind, Stream.concat(own.stream(), Arrays.stream(keys)).toList()));
        return new SectionKeys(path, selector, more, planned);
    }

    /** The dotted name of a key of this section. */
    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The keys that some kind has. */
    Set<String> all() {
        Set<String> all = new LinkedHashSet<>();
        if (!selector.isEmpty()) {
            all.add(selector);
        }
        byKind.values().forEach(all::addAll);
        return all;
    }

    /** The words that the selector takes. */
    Choice<String> kinds() {
        return Choice.of(byKind.keySet(), planned);
    }

    /** Throws {@link InputException} if {@code values} has a key that no kind has. */
    void refuseUnknown(YamlValue.Mapping values) {
        for (Map.Entry<String, YamlValue> entry : values.values().entrySet()) {
            String key = entry.getKey();
            if (!all().contains(key)) {
                String problem = planned.contains(key)
                        ? " is not available yet"
                        : " is not a key of " + (path.isEmpty() ? "a study" : path) + hint(key, values);
                throw entry.getValue().place().problem(name(key) + problem);
            }
        }
    }

    /** Throws {@link InputException} if {@code values} has a key that only another kind than {@code kind} has. */
    void refuseForeign(YamlValue.Mapping values, String kind) {
        List<String> own = byKind.getOrDefault(kind, List.of());
        for (Map.Entry<String, YamlValue> entry : values.values().entrySet()) {
            String key = entry.getKey();
            if (!key.equals(selector) && !own.contains(key)) {
                throw entry.getValue()
                        .place()
                        .problem(name(key) + " is a key of " + selector + " " + String.join(", ", kindsWith(key))
                                + ", not of " + kind + foreignHint(values, entry.getValue()));
            }
        }
    }

    private List<String> kindsWith(String key) {
        return byKind.keySet().stream()
                .filter(kind -> byKind.getOrDefault(kind, List.of()).contains(key))
                .toList();
    }

    private String foreignHint(YamlValue.Mapping values, YamlValue foreign) {
        Optional<YamlValue> chosen = values.find(selector);
        if (chosen.isEmpty()) {
            return ", which is the " + selector + " unless " + name(selector) + " says otherwise";
        }
        boolean replaced = chosen.get().place().origin() == Place.Origin.SETTING
                && foreign.place().origin() == Place.Origin.FILE;
        return replaced ? "; set the whole section: --set '" + path + "={" + selector + ": …}'" : "";
    }

    private String hint(String key, YamlValue.Mapping values) {
        Set<String> likely = likely(values);
        List<String> missing =
                likely.stream().filter(known -> values.find(known).isEmpty()).toList();
        return Nearest.find(key, missing, 1)
                .or(() -> StudyKeys.findElsewhere(key))
                .or(() -> Nearest.find(key, missing))
                .or(() -> Nearest.find(key, all()))
                .map(Nearest::question)
                .orElseGet(() -> "; its keys are " + String.join(", ", likely));
    }

    /** The keys of the kind that {@code values} names; if it names none, of all kinds. */
    private Set<String> likely(YamlValue.Mapping values) {
        return values.find(selector)
                .filter(YamlValue.Scalar.class::isInstance)
                .map(chosen -> byKind.get(((YamlValue.Scalar) chosen).text()))
                .map(keys -> {
                    Set<String> likely = new LinkedHashSet<>(Set.of(selector));
                    likely.addAll(keys);
                    return likely;
                })
                .orElseGet(this::all);
    }
}
