package org.noisescale.driver.study;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns YAML text into {@link YamlValue}s that know their line. Aliases and merge keys are followed; a second document,
 * a key that is given twice, a tag and too deep a nesting are refused.
 */
final class YamlParser {
    private static final int DEPTH_MAX = 8;

    private final IntFunction<Place> places;

    /** Reads text whose lines, counted from 1, are called {@code places}. */
    YamlParser(IntFunction<Place> places) {
        this.places = places;
    }

    /** The one value that {@code text} holds; null where there is none. Throws {@link InputException}. */
    YamlValue parse(String text) {
        List<Node> documents = new ArrayList<>();
        try {
            yaml().composeAll(new StringReader(text)).forEach(documents::add);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw places.apply(line).problem("is not YAML: " + oneLine(e.getProblem()), e);
        } catch (YAMLException e) {
            throw places.apply(1).problem("is not YAML: " + oneLine(e.getMessage()), e);
        }
        if (documents.isEmpty()) {
            return new YamlValue.Scalar("", false, places.apply(1));
        }
        if (documents.size() > 1) {
            throw place(documents.get(1)).problem("must be one YAML document, was several separated by ---");
        }
        return convert(documents.get(0), place(documents.get(0)), 0);
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setMergeOnCompose(true);
        return new Yaml(options);
    }

    private static String oneLine(@Nullable String message) {
        return Objects.requireNonNullElse(message, "broken").strip().replaceAll("\\s+", " ");
    }

    private Place place(Node node) {
        return places.apply(node.getStartMark().getLine() + 1);
    }

    private YamlValue convert(Node node, Place place, int depth) {
        if (depth > DEPTH_MAX) {
            throw place.problem("must be nested at most " + DEPTH_MAX + " levels deep");
        }
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            throw place.problem("must not have a tag, had " + node.getTag());
        }
        if (node instanceof SequenceNode sequence) {
            return new YamlValue.Items(
                    sequence.getValue().stream()
                            .map(item -> convert(item, place(item), depth + 1))
                            .toList(),
                    place);
        }
        if (node instanceof MappingNode mapping) {
            return new YamlValue.Mapping(entries(mapping, depth + 1), place);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new YamlValue.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, place);
    }

    private Map<String, YamlValue> entries(MappingNode mapping, int depth) {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw place.problem("must be a key, was "
                        + convert(tuple.getKeyNode(), place, depth).shown());
            }
            YamlValue earlier = entries.put(key.getValue(), convert(tuple.getValueNode(), place, depth));
            if (earlier != null) {
                throw place.problem(key.getValue() + " is given twice, first at "
                        + earlier.place().words());
            }
        }
        return entries;
    }
}
