package org.noisescale.driver.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key of one configuration with its value, given or default, in the order of reading. */
final class Resolution {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * What a key came to.
     *
     * @param value a text, a number, or a list or map of these
     * @param given whether the study says so; otherwise it is the default
     */
    record Entry(Object value, boolean given) {}

    /** Takes down that the dotted {@code key} has {@code value}. */
    void add(String key, Object value, boolean given) {
        if (entries.put(key, new Entry(value, given)) != null) {
            throw new IllegalStateException(key + " must be read once, was read twice");
        }
    }

    /** The keys in order. */
    Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** The value of a key that was read. */
    Object value(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException(key + " must have been read");
        }
        return entry.value();
    }

    /** A value in one line, e.g. {@code 0.1} or {@code [128, 64]}. */
    static String text(Object value) {
        return value instanceof SweptSection section
                ? section.words(" ", Resolution::text)
                : value instanceof List<?> list ? list.toString() : String.valueOf(value);
    }
}
