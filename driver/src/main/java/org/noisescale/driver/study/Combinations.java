package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The configurations of a study, each read and found valid.
 *
 * @param values the different values of each swept key, in order
 * @param search the keys that each combination of these is tried with
 * @param units what the study gives for keys that are searched relative to it
 * @param resolved every configuration, the last swept key changing fastest, each with every trial; at least one
 */
record Combinations(
        Map<String, List<Object>> values,
        Search search,
        Map<String, Object> units,
        List<ConfigurationReader.Resolved> resolved) {

    /** Reads every combination that {@code study} asks for; throws {@link InputException}. */
    static Combinations of(YamlValue.Mapping study) {
        Sweep sweep = Sweep.of(study);
        Search search = Search.of(study, sweep);
        List<ConfigurationReader.Resolved> resolved = search.trials(sweep.combinations(study), study).stream()
                .map(ConfigurationReader::read)
                .toList();
        Map<String, List<Object>> values = new LinkedHashMap<>();
        int stride = resolved.size();
        for (Sweep.RawAxis axis : sweep.axes()) {
            stride /= axis.values().values().size();
            values.put(axis.key(), values(axis, stride, resolved));
        }
        YamlValue.Mapping first = sweep.combinations(study).get(0);
        return new Combinations(Collections.unmodifiableMap(values), search, search.givenUnits(study, first), resolved);
    }

    /** The first configuration. */
    ConfigurationReader.Resolved first() {
        return resolved.get(0);
    }

    /** All configurations. */
    List<Configuration> configurations() {
        return resolved.stream()
                .map(ConfigurationReader.Resolved::configuration)
                .toList();
    }

    /** The swept keys. */
    List<Axis> axes() {
        return values.entrySet().stream()
                .map(axis -> new Axis(
                        axis.getKey(),
                        axis.getValue().stream().map(Resolution::text).toList()))
                .toList();
    }

    /** The keys that are swept or searched. */
    List<String> variedKeys() {
        return Stream.concat(values.keySet().stream(), search.keys().stream()).toList();
    }

    /** Every configuration with each of its seeds. */
    List<RunPlan> runs() {
        RunIds ids = new RunIds(variedKeys());
        List<RunPlan> runs = new ArrayList<>();
        for (int i = 0; i < resolved.size(); i++) {
            Map<String, Object> swept = swept(i);
            Map<String, String> spelled = new LinkedHashMap<>();
            swept.forEach((key, value) -> spelled.put(key, Resolution.text(value)));
            for (long seed : resolved.get(i).seeds()) {
                runs.add(new RunPlan(
                        ids.id(swept, seed), spelled, seed, resolved.get(i).configuration()));
            }
        }
        return runs;
    }

    private Map<String, Object> swept(int combination) {
        Map<String, Object> swept = new LinkedHashMap<>();
        int stride = resolved.size();
        for (Map.Entry<String, List<Object>> axis : values.entrySet()) {
            stride /= axis.getValue().size();
            swept.put(
                    axis.getKey(),
                    axis.getValue().get(combination / stride % axis.getValue().size()));
        }
        search.keys()
                .forEach(key ->
                        swept.put(key, resolved.get(combination).resolution().value(key)));
        return swept;
    }

    /** The values of an axis as they were understood: each of them holds for {@code stride} combinations in a row. */
    private static List<Object> values(Sweep.RawAxis axis, int stride, List<ConfigurationReader.Resolved> resolved) {
        List<YamlValue> written = axis.values().values();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            values.add(
                    value(axis.key(), written.get(i), resolved.get(i * stride).resolution()));
        }
        long different = values.stream().distinct().count();
        if (different < written.size()) {
            throw axis.values()
                    .place()
                    .problem("sweep." + axis.key() + " must have different values, had " + written.size() + " of which "
                            + different + " differ");
        }
        return values;
    }

    private static Object value(String key, YamlValue written, Resolution resolution) {
        return written instanceof YamlValue.Mapping section
                ? SweptSection.of(key, section, resolution)
                : resolution.value(key);
    }
}
