package org.noisescale.driver.study;

import java.util.List;

/**
 * One {@code --set key=value} of the command line.
 *
 * @param path the parts of the dotted key; what follows {@code sweep.} is one part, and so is a searched key
 * @param value what stands after the equals sign, read as YAML
 */
record Setting(List<String> path, YamlValue value) {
    private static final String SWEEP = "sweep.";
    private static final String SEARCH = "search.";

    /** Reads {@code key=value}; throws {@link InputException}. */
    static Setting parse(String text) {
        Place place = Place.setting(text);
        int equals = text.indexOf('=');
        String key = equals < 0 ? "" : text.substring(0, equals).strip();
        if (key.isEmpty()) {
            throw place.problem("must read key=value, e.g. training.steps=100");
        }
        YamlValue value = new YamlParser(line -> place).parse(text.substring(equals + 1));
        return new Setting(pathOf(key), value);
    }

    /** The study with this setting in it; throws {@link InputException} where the key leads nowhere. */
    YamlValue.Mapping applyTo(YamlValue.Mapping study) {
        return study.with(path, value);
    }

    private static List<String> pathOf(String key) {
        if (key.startsWith(SWEEP)) {
            return List.of("sweep", key.substring(SWEEP.length()));
        }
        return key.startsWith(SEARCH) ? searchPath(key.substring(SEARCH.length())) : List.of(key.split("\\.", -1));
    }

    private static List<String> searchPath(String key) {
        int dot = key.lastIndexOf('.');
        boolean within = dot > 0 && SearchRange.KEYS.contains(key.substring(dot + 1));
        return within ? List.of("search", key.substring(0, dot), key.substring(dot + 1)) : List.of("search", key);
    }
}
