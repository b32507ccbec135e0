package org.noisescale.driver.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.StudyReader;

/** The resolved study of an output folder ({@code study.yaml}), read as it stands. */
public final class StudyDescription {
    private final Path file;
    private final JsonNode tree;

    private StudyDescription(Path file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    /**
     * Reads {@code study.yaml}.
     *
     * @throws InputException if it is missing or not YAML
     */
    public static StudyDescription read(Path file) {
        return new StudyDescription(file, ResultTree.yaml(file));
    }

    /** What the study is called. */
    public String name() {
        return required("name");
    }

    /** What the study asks. */
    public String question() {
        return required("question");
    }

    /** What the report draws, in this order. */
    public List<String> draws() {
        List<String> names = new ArrayList<>();
        tree.path("draws").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The keys that the study varies, such as {@code training.batchSize}: those of the sweep, then the searched. */
    public List<String> sweptKeys() {
        List<String> keys = new ArrayList<>();
        tree.path("sweep").fieldNames().forEachRemaining(keys::add);
        keys.addAll(searchedKeys());
        return keys;
    }

    /** The keys for whose best values the study searches. */
    public List<String> searchedKeys() {
        List<String> keys = new ArrayList<>();
        tree.path("search").properties().stream()
                .filter(entry -> entry.getValue().isObject())
                .forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    /** The value of a key such as {@code optimizer.kind} in the base configuration. */
    public Optional<String> find(String key) {
        JsonNode value = at(key);
        return value.isValueNode() ? Optional.of(value.asText()) : Optional.empty();
    }

    /**
     * The complete configuration of the runs with these swept values; empty if the study has none.
     *
     * @throws InputException if the file is not a valid study
     */
    public Optional<Configuration> findConfiguration(Map<String, String> swept) {
        return StudyReader.read(file, List.of()).runs().stream()
                .filter(run -> run.swept().equals(swept))
                .map(RunPlan::configuration)
                .findFirst();
    }

    /** Every key of all sections of a study with its value as text, sorted by key. */
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (String section : List.of("data", "model", "optimizer", "training", "measure", "sweep", "search")) {
            flattenInto(settings, section, tree.path(section));
        }
        return settings;
    }

    private JsonNode at(String key) {
        return tree.at("/" + key.replace('.', '/'));
    }

    private String required(String key) {
        return find(key).orElseThrow(() -> new InputException(file + ": the key " + key + " is missing"));
    }

    private static void flattenInto(Map<String, String> settings, String key, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(entry -> flattenInto(settings, key + "." + entry.getKey(), entry.getValue()));
        } else if (!node.isMissingNode()) {
            settings.put(key, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}
