package org.noisescale.driver.study;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Writes a study with every default spelled out. A swept key stands under {@code sweep} only, a searched one under
 * {@code search}, and a default stands there only if every combination has the same: a default that follows a swept key
 * (the learning rate of a swept {@code optimizer.kind}) would otherwise stop following it when the study is read again.
 */
final class StudyWriter {
    private static final String HEADER = "# The whole study: what was asked for, and every default.\n";
    private static final int WIDTH = 120;

    private final Map<String, Object> study = new LinkedHashMap<>();

    private StudyWriter() {}

    /** The file of a study with these keys of its own and these combinations. */
    static String yaml(Resolution top, Combinations combinations) {
        StudyWriter writer = new StudyWriter();
        writer.study.put("name", top.value("name"));
        writer.study.put("question", top.value("question"));
        if (top.value("server") instanceof List<?> servers && !servers.isEmpty()) {
            writer.study.put("server", servers);
        }
        writer.putSections(
                combinations.resolved().stream()
                        .map(ConfigurationReader.Resolved::resolution)
                        .toList(),
                combinations.variedKeys());
        combinations.units().forEach((key, value) -> put(writer.study, key, value));
        Map<String, Object> sweep = new LinkedHashMap<>();
        combinations
                .values()
                .forEach((key, values) ->
                        sweep.put(key, values.stream().map(StudyWriter::written).toList()));
        writer.study.put("sweep", sweep);
        if (!combinations.search().ranges().isEmpty()) {
            writer.study.put("search", combinations.search().written());
        }
        writer.study.put("draws", top.value("draws"));
        return writer.text();
    }

    private void putSections(List<Resolution> combinations, List<String> swept) {
        inOrder(combinations.get(0)).forEach((key, entry) -> {
            boolean written = entry.given() || combinations.stream().allMatch(other -> agree(entry, other, key));
            if (written && swept.stream().noneMatch(axis -> key.equals(axis) || key.startsWith(axis + "."))) {
                put(study, key, entry.value());
            }
        });
    }

    private static Object written(Object value) {
        if (value instanceof SweptSection section) {
            Map<String, Object> keys = new LinkedHashMap<>();
            section.keys().forEach((key, inner) -> put(keys, key, inner));
            return keys;
        }
        return value;
    }

    /** The keys in the order in which a study has its sections; they were read in another. */
    private static Map<String, Resolution.Entry> inOrder(Resolution resolution) {
        Map<String, Resolution.Entry> ordered = new LinkedHashMap<>();
        for (String section : StudyKeys.STUDY.all()) {
            resolution.entries().forEach((key, entry) -> {
                if (key.startsWith(section + ".")) {
                    ordered.put(key, entry);
                }
            });
        }
        return ordered;
    }

    private String text() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setWidth(WIDTH);
        options.setSplitLines(false);
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()), new Representer(options), options);
        Node node = yaml.represent(study);
        flowLists(node);
        StringWriter written = new StringWriter();
        yaml.serialize(node, written);
        return HEADER + written;
    }

    private static boolean agree(Resolution.Entry entry, Resolution other, String key) {
        Resolution.Entry there = other.entries().get(key);
        return there != null && there.value().equals(entry.value());
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> section, String key, Object value) {
        int dot = key.indexOf('.');
        if (dot < 0) {
            section.put(key, value instanceof List<?> list ? new ArrayList<>(list) : value);
            return;
        }
        Object inner = section.computeIfAbsent(key.substring(0, dot), name -> new LinkedHashMap<String, Object>());
        put((Map<String, Object>) inner, key.substring(dot + 1), value);
    }

    private static void flowLists(Node node) {
        if (node instanceof SequenceNode sequence) {
            sequence.setFlowStyle(FlowStyle.FLOW);
            sequence.getValue().forEach(StudyWriter::flowLists);
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> flowLists(tuple.getValueNode()));
        }
    }
}
