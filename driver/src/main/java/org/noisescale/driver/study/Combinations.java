package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configurations of a study, each read and found valid.
 *
 * @param values the different values of each swept key, in order
 * @param resolved every configuration, the last swept key changing fastest; at least one
 */
record Combinations(Map<String, List<Object>> values, List<ConfigurationReader.Resolved> resolved) {

    /** Reads every combination that {@code study} asks for; throws {@link InputException}. */
    static Combinations of(YamlValue.Mapping study) {
        Sweep sweep = Sweep.of(study);
        List<ConfigurationReader.Resolved> resolved = sweep.combinations(study).stream()
                .map(ConfigurationReader::read)
                .toList();
        Map<String, List<Object>> values = new LinkedHashMap<>();
        sweep.axes().forEach(axis -> values.put(axis.key(), values(axis, resolved)));
        return new Combinations(Collections.unmodifiableMap(values), resolved);
    }

    /** The first configuration. */
    ConfigurationReader.Resolved first() {
        return resolved.get(0);
    }

    /** All configurations. */
    List<Configuration> configurations() {
        return resolved.stream().map(ConfigurationReader.Resolved::configuration).toList();
    }

    /** The swept keys. */
    List<Axis> axes() {
        return values.entrySet().stream()
                .map(axis -> new Axis(
                        axis.getKey(),
                        axis.getValue().stream().map(Resolution::text).toList()))
                .toList();
    }

    /** Every configuration with each of its seeds. */
    List<RunPlan> runs() {
        RunIds ids = new RunIds(List.copyOf(values.keySet()));
        List<RunPlan> runs = new ArrayList<>();
        for (ConfigurationReader.Resolved each : resolved) {
            Map<String, Object> swept = new LinkedHashMap<>();
            values.keySet().forEach(key -> swept.put(key, each.resolution().value(key)));
            Map<String, String> spelled = new LinkedHashMap<>();
            swept.forEach((key, value) -> spelled.put(key, Resolution.text(value)));
            for (long seed : each.seeds()) {
                runs.add(new RunPlan(ids.id(swept, seed), spelled, seed, each.configuration()));
            }
        }
        return runs;
    }

    private static List<Object> values(Sweep.RawAxis axis, List<ConfigurationReader.Resolved> resolved) {
        List<YamlValue> written = axis.values().values();
        List<Object> values = resolved.stream()
                .map(each -> each.resolution().value(axis.key()))
                .distinct()
                .toList();
        if (values.size() < written.size()) {
            throw axis.values()
                    .place()
                    .problem("sweep." + axis.key() + " must have different values, had " + written.size() + " of which "
                            + values.size() + " differ");
        }
        return values;
    }
}
