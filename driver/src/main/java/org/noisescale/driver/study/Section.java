package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One section of a study while it is read. Every question names a key and its default, and takes the answer down in the
 * {@link Resolution}; whatever is wrong is thrown as an {@link InputException} with its place.
 */
final class Section {
    private final SectionKeys keys;
    private final YamlValue.Mapping values;
    private final Resolution resolution;

    private Section(SectionKeys keys, YamlValue.Mapping values, Resolution resolution) {
        this.keys = keys;
        this.values = values;
        this.resolution = resolution;
    }

    /** The study itself. */
    static Section study(YamlValue.Mapping study, Resolution resolution) {
        StudyKeys.STUDY.refuseUnknown(study);
        return new Section(StudyKeys.STUDY, study, resolution);
    }

    /** A section whose answers nobody takes down. */
    static Section of(SectionKeys keys, YamlValue.Mapping values) {
        keys.refuseUnknown(values);
        return new Section(keys, values, new Resolution());
    }

    /** The section {@code key} of this one; one that is missing or empty has no keys. */
    Section section(String key, SectionKeys keysThere) {
        YamlValue there = values.find(key).orElse(values);
        YamlValue.Mapping mapping = there == values || there.isNull()
                ? new YamlValue.Mapping(Map.of(), there.place())
                : mapping(key, there);
        keysThere.refuseUnknown(mapping);
        return new Section(keysThere, mapping, resolution);
    }

    /** Which kind of section this is; refuses keys of other kinds. */
    String kind(String fallback) {
        String kind = value(keys.selector(), fallback, keys.kinds());
        keys.refuseForeign(values, kind);
        return kind;
    }

    /** What is written for {@code key}. */
    Optional<YamlValue> find(String key) {
        if (!keys.all().contains(key)) {
            throw new IllegalStateException(keys.name(key) + " must be one of " + keys.all());
        }
        return values.find(key);
    }

    /** The value of a key that has a default. */
    <T> T value(String key, T fallback, ValueType<T> type) {
        Optional<YamlValue> given = find(key);
        T value = given.map(there -> type.read(keys.name(key), there)).orElse(fallback);
        resolution.add(keys.name(key), type.written(value), given.isPresent());
        return value;
    }

    /** The value of a key that must be given. */
    <T> T required(String key, ValueType<T> type) {
        T value = find(key)
                .map(there -> type.read(keys.name(key), there))
                .orElseThrow(() -> values.place().problem(keys.name(key) + " is missing; it must be " + type.words()));
        resolution.add(keys.name(key), type.written(value), true);
        return value;
    }

    /** A whole number of a range that fits an int. */
    int count(String key, int fallback, WholeRange range) {
        return Math.toIntExact(value(key, (long) fallback, new ValueType.Whole(range)));
    }

    /** A list that has a default. */
    <T> List<T> list(String key, List<T> fallback, ValueType<T> type) {
        Optional<YamlValue> given = find(key);
        List<T> list = given.map(there -> readList(keys.name(key), there, type)).orElse(fallback);
        List<Object> written = new ArrayList<>();
        list.forEach(item -> written.add(type.written(item)));
        resolution.add(keys.name(key), written, given.isPresent());
        return list;
    }

    /** Texts by names of any kind, none by default. */
    Map<String, String> texts(String key) {
        Optional<YamlValue> given = find(key).filter(there -> !there.isNull());
        Map<String, String> texts = new LinkedHashMap<>();
        given.map(there -> mapping(key, there).values())
                .orElse(Map.of())
                .forEach((name, value) -> texts.put(name, ValueType.Text.ANY.read(keys.name(key) + "." + name, value)));
        resolution.add(keys.name(key), texts, given.isPresent());
        return texts;
    }

    /**
     * What {@code plan} makes of the values of {@code keys}; if it throws {@link IllegalArgumentException}, these are
     * the keys that it is about.
     */
    <T> T check(List<String> about, Supplier<T> plan) {
        try {
            return plan.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String first = message.substring(0, Math.max(0, message.indexOf(' ')));
            List<String> namedFirst = about.stream()
                    .sorted(Comparator.comparing(key -> !key.equals(first)))
                    .toList();
            throw place(namedFirst).problem(keys.name(message), e);
        }
    }

    /** What to throw about keys of which at least one is given. */
    InputException problem(List<String> about, String message) {
        return place(about).problem(message);
    }

    /** Where the last word about these keys was spoken. */
    private Place place(List<String> about) {
        return about.stream()
                .flatMap(key -> values.findPath(key).stream())
                .map(YamlValue::place)
                .reduce((first, other) -> other.origin().compareTo(first.origin()) > 0 ? other : first)
                .orElse(values.place());
    }

    private YamlValue.Mapping mapping(String key, YamlValue value) {
        if (value instanceof YamlValue.Mapping mapping) {
            return mapping;
        }
        throw value.place().problem(keys.name(key) + " must be a section with keys, was " + value.shown());
    }

    private static <T> List<T> readList(String name, YamlValue value, ValueType<T> type) {
        if (!(value instanceof YamlValue.Items items)) {
            throw value.place().problem(name + " must be a list, was " + value.shown());
        }
        List<T> list = new ArrayList<>();
        for (YamlValue item : items.values()) {
            list.add(type.read(name + "[" + list.size() + "]", item));
        }
        return list;
    }
}
