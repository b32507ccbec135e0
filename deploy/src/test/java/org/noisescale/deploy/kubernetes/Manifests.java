package org.noisescale.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The objects of one overlay as kubectl renders them, or of files as they stand.
 *
 * @param name the overlay
 */
record Manifests(String name, List<JsonNode> objects) {
    static final Path FOLDER = Path.of("kubernetes");
    static final List<String> OVERLAYS = List.of("demo", "cluster", "cluster-monitored", "cluster-object-store");
    static final ObjectMapper YAML = new YAMLMapper();
    static final String SERVER = "noisescale-server";
    static final String DRIVER = "noisescale-driver";
    static final String EXECUTOR = "executor";
    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    /** Every overlay; none where there is no kubectl, which the test's report then says. */
    static Stream<Manifests> overlays() {
        boolean rendered = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        Assumptions.assumeTrue(rendered, "overlays are rendered by kubectl, which is not on the PATH");
        return OVERLAYS.stream().map(overlay -> RENDERED.computeIfAbsent(overlay, Manifests::render));
    }

    static Manifests overlay(String name) {
        return overlays()
                .filter(manifests -> manifests.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The files that need no rendering: what the base and the components are made of, and the operator's object. */
    static Manifests files() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String file : List.of(
                "base/namespace.yaml",
                "base/server.yaml",
                "base/driver.yaml",
                "base/executor-account.yaml",
                "base/network.yaml",
                "base/executor.yaml",
                "components/prometheus-operator/monitors.yaml",
                "components/prometheus-operator/rules.yaml",
                "components/prometheus-operator/network.yaml")) {
            objects.addAll(read(Files.readString(FOLDER.resolve(file))));
        }
        return new Manifests("files", objects);
    }

    private static Manifests render(String overlay) {
        String folder = FOLDER.resolve("overlays").resolve(overlay).toString();
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", folder)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException("kubectl kustomize " + folder + " fails");
            }
            return new Manifests(overlay, read(text));
        } catch (IOException e) {
            throw new IllegalStateException("kubectl cannot be started", e);
        }
    }

    static List<JsonNode> read(String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        }
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** The only one of its kind whose name begins so; those with a hash have it at the end. */
    JsonNode object(String kind, String namePrefix) {
        return ofKind(kind).stream()
                .filter(object -> nameOf(object).startsWith(namePrefix))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    static String nameOf(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** The pods that come of the objects of an overlay: a server's, the driver's and an executor's. */
    List<Pod> pods() throws IOException {
        List<Pod> pods = new ArrayList<>();
        for (JsonNode object : objects) {
            JsonNode template = object.path("spec").path("template");
            if (template.has("spec")) {
                pods.add(new Pod(nameOf(object), template));
            }
        }
        pods.add(new Pod(EXECUTOR, ExecutorPod.of(this)));
        return pods;
    }

    /** One of them. */
    Pod pod(String name) throws IOException {
        return pods().stream().filter(pod -> pod.name.equals(name)).findFirst().orElseThrow();
    }

    /** A pod, or the template of some. */
    record Pod(String name, JsonNode template) {
        JsonNode labels() {
            return template.path("metadata").path("labels");
        }

        JsonNode spec() {
            return template.path("spec");
        }

        JsonNode container() {
            return spec().path("containers").path(0);
        }

        List<String> ports() {
            return stream(container().path("ports"))
                    .map(port -> port.path("containerPort").asText() + "/"
                            + port.path("protocol").asText())
                    .toList();
        }

        /** The text of an environment variable. */
        String variable(String name) {
            return stream(container().path("env"))
                    .filter(variable -> variable.path("name").asText().equals(name))
                    .map(variable -> variable.path("value").asText())
                    .findFirst()
                    .orElseThrow();
        }

        boolean isSelectedBy(JsonNode matchLabels) {
            return matchLabels.properties().stream()
                    .allMatch(label -> label.getValue().equals(labels().path(label.getKey())));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }

    @Override
    public String toString() {
        return name;
    }
}
