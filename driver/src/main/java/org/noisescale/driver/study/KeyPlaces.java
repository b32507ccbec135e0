package org.noisescale.driver.study;

import java.util.Optional;

/**
 * Where the keys of a study were written, for trouble that shows only when the study is under way. It is no part of
 * what the study says: any two are equal.
 */
public final class KeyPlaces {
    private final YamlValue.Mapping study;

    KeyPlaces(YamlValue.Mapping study) {
        this.study = study;
    }

    /** The beginning of a message about a dotted key: where it is swept or set, or nothing if its default holds. */
    public String before(String key) {
        return swept(key)
                .or(() -> study.findPath(key))
                .map(value -> value.place().words() + ": ")
                .orElse("");
    }

    private Optional<YamlValue> swept(String key) {
        return study.find("sweep")
                .flatMap(sweep -> sweep instanceof YamlValue.Mapping axes ? axes.find(key) : Optional.empty());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyPlaces;
    }

    @Override
    public int hashCode() {
        return KeyPlaces.class.hashCode();
    }
}
