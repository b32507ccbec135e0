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
 * @param resolved every configuration, the last swept key changing fastest, each with every trial; at least one
 */
record Combinations(Map<String, List<Object>> values, Search search, List<ConfigurationReader.Resolved> resolved) {

    /** Reads every combination that {@code study} asks for; throws {@link InputException}. */
    static Combinations of(YamlValue.Mapping study) {
        Sweep sweep = Sweep.of(study);
        Search search = Search.of(study, sweep);
        List<ConfigurationReader.Resolved> resolved = search.trials(sweep.combinations(study), study).stream()
                .map(ConfigurationReader::read)
                .toList();
        Map<String, List<Object>> values = new LinkedHashMap<>();
        sweep.axes().forEach(axis -> values.put(axis.key(), values(axis, resolved)));
        return new Combinations(Collections.unmodifiableMap(values), search, resolved);
    }

    /** The first configuration. */
    ConfigurationReader.Resolved first() {
        return resolved.get(0);
    }

    /** The data of each configuration. */
    List<DataPlan> data() {
        return resolved.stream().map(each -> each.configuration().data()).toList();
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
        List<String> keys = variedKeys();
        RunIds ids = new RunIds(keys);
        List<RunPlan> runs = new ArrayList<>();
        for (ConfigurationReader.Resolved each : resolved) {
            Map<String, Object> swept = new LinkedHashMap<>();
            keys.forEach(key -> swept.put(key, each.resolution().value(key)));
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
