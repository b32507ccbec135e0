package org.noisescale.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pod of an executor: the template, and what Spark adds to it because the driver's flags say so. Only what these
 * manifests use of it is known here; whether Spark does the same is seen in {@link ClusterIT}.
 */
final class ExecutorPod {
    private static final Pattern FLAG = Pattern.compile("(?m)(?:^|\\s)-D(spark\\.[^=\\s]+)=(\\S+)");
    private static final Pattern LABEL_OF_THE_POD = Pattern.compile("metadata\\.labels\\['(.+)']");
    private static final String LABEL = "spark.kubernetes.executor.label.";
    private static final Pattern VOLUME =
            Pattern.compile("spark\\.kubernetes\\.executor\\.volumes\\.emptyDir\\.([^.]+)\\.(?:mount|options)\\.(.+)");

    private ExecutorPod() {}

    /** Spark's settings, as the driver's JVM has them. */
    static Map<String, String> sparkOptions(Manifests manifests) {
        JsonNode driver = manifests.object("Job", Manifests.DRIVER).at("/spec/template");
        String flags = text(driver, "NOISESCALE_JAVA_OPTS");
        for (JsonNode variable : driver.at("/spec/containers/0/env")) {
            String name = variable.path("name").asText();
            flags = flags.replace("$(" + name + ")", text(driver, name));
        }
        String file = manifests
                .object("ConfigMap", "noisescale-spark")
                .at("/data/spark.options")
                .asText();
        Map<String, String> options = new TreeMap<>();
        Matcher flag = FLAG.matcher(flags + "\n" + file);
        while (flag.find()) {
            options.put(flag.group(1), flag.group(2));
        }
        return options;
    }

    /** A variable of the driver's; nothing if only a running pod knows it. */
    private static String text(JsonNode driver, String variable) {
        JsonNode found = Manifests.stream(driver.at("/spec/containers/0/env"))
                .filter(one -> one.path("name").asText().equals(variable))
                .findFirst()
                .orElseThrow();
        Matcher label = LABEL_OF_THE_POD.matcher(
                found.at("/valueFrom/fieldRef/fieldPath").asText());
        return label.matches()
                ? driver.at("/metadata/labels").path(label.group(1)).asText()
                : found.path("value").asText();
    }

    /** The template as Spark fills it in. */
    static ObjectNode of(Manifests manifests) throws IOException {
        String template = manifests
                .object("ConfigMap", "noisescale-spark")
                .at("/data/executor.yaml")
                .asText();
        ObjectNode pod = (ObjectNode) Manifests.read(template).get(0);
        Map<String, ObjectNode> volumes = new TreeMap<>();
        sparkOptions(manifests).forEach((name, value) -> {
            Matcher volume = VOLUME.matcher(name);
            if (name.startsWith(LABEL)) {
                ((ObjectNode) pod.at("/metadata/labels")).put(name.substring(LABEL.length()), value);
            } else if (volume.matches()) {
                volumes.computeIfAbsent(volume.group(1), unknown -> Manifests.YAML.createObjectNode())
                        .put(volume.group(2), value);
            }
        });
        volumes.forEach((name, options) -> addVolume(pod, name, options));
        return pod;
    }

    private static void addVolume(ObjectNode pod, String name, ObjectNode options) {
        pod.withArray("/spec/containers/0/volumeMounts")
                .addObject()
                .put("name", name)
                .set("mountPath", options.remove("path"));
        pod.withArray("/spec/volumes").addObject().put("name", name).set("emptyDir", options);
    }
}
