package org.noisescale.driver.study;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a study as it was written, before anybody asked what it should be. */
sealed interface YamlValue {
    /** Where it was written; a value of a mapping stands where its key does. */
    Place place();

    /** For messages: the value if it is short, else what it is. */
    String shown();

    /** The same value, with all that it consists of, as one of an axis. */
    YamlValue swept();

    /** Whether nothing was written after the key. */
    default boolean isNull() {
        return false;
    }

    /**
     * Text without structure.
     *
     * @param text as written, without quotes
     * @param quoted whether there were quotes: {@code "16"} is no number
     */
    record Scalar(String text, boolean quoted, Place place) implements YamlValue {
        private static final int SHOWN_MAX = 60;

        @Override
        public boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String shown() {
            String start = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
            boolean bare = !quoted && text.matches("[-+.]?[0-9].*");
            return isNull() ? "empty" : bare ? start : '"' + start + '"';
        }

        @Override
        public YamlValue swept() {
            return new Scalar(text, quoted, place.asSweep());
        }
    }

    /** A list. */
    record Items(List<YamlValue> values, Place place) implements YamlValue {
        /** Keeps a copy that cannot change. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String shown() {
            return "a list";
        }

        @Override
        public YamlValue swept() {
            return new Items(values.stream().map(YamlValue::swept).toList(), place.asSweep());
        }
    }

    /** Keys with values, in the order of the file. */
    record Mapping(Map<String, YamlValue> values, Place place) implements YamlValue {
        /** Keeps a copy that cannot change. */
        public Mapping {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String shown() {
            return "a section with keys";
        }

        @Override
        public YamlValue swept() {
            Map<String, YamlValue> swept = new LinkedHashMap<>();
            values.forEach((key, value) -> swept.put(key, value.swept()));
            return new Mapping(swept, place.asSweep());
        }

        /** The value of {@code key}. */
        Optional<YamlValue> find(String key) {
            return Optional.ofNullable(values.get(key));
        }

        /** The value at the end of the dotted {@code path}. */
        Optional<YamlValue> findPath(String path) {
            Optional<YamlValue> found = Optional.of(this);
            for (String key : path.split("\\.", -1)) {
                found = found.flatMap(value -> value instanceof Mapping mapping ? mapping.find(key) : Optional.empty());
            }
            return found;
        }

        /**
         * This mapping with {@code value} at the end of {@code path}; sections that are missing on the way are made.
         * Throws {@link InputException} where the path leads through something that is not a section.
         */
        Mapping with(List<String> path, YamlValue value) {
            return with("", new ArrayDeque<>(path), value);
        }

        private Mapping with(String above, Deque<String> path, YamlValue value) {
            String key = path.removeFirst();
            Map<String, YamlValue> changed = new LinkedHashMap<>(values);
            changed.put(
                    key,
                    path.isEmpty() ? value : section(above + key, key, value).with(above + key + ".", path, value));
            return new Mapping(changed, place);
        }

        private Mapping section(String path, String key, YamlValue value) {
            YamlValue there = values.get(key);
            if (there == null || there.isNull()) {
                return new Mapping(Map.of(), value.place());
            }
            if (there instanceof Mapping mapping) {
                return mapping;
            }
            throw value.place().problem(path + " has no keys; it is " + there.shown());
        }
    }
}
