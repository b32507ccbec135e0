package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.deploy.kubernetes.Manifests.Pod;

/** What the manifests name exists, and what has to be equal is. */
class ReferencesTest {
    /** Of servers and driver, and of executors; one policy opens both. */
    private static final Set<String> METRICS = Set.of("9404/TCP", "9405/TCP");

    private static final Pattern SECRET_OF_THE_README = Pattern.compile("create secret generic (\\S+)");

    static Stream<Manifests> overlays() {
        return Manifests.overlays();
    }

    private static Set<String> names(Manifests manifests, String kind) {
        return manifests.ofKind(kind).stream().map(Manifests::nameOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> texts(List<Pod> pods, String field, String name) {
        return pods.stream()
                .flatMap(pod -> pod.spec().findValues(field).stream())
                .map(value -> value.path(name).asText())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theConfigurationOfPodsExists(Manifests manifests) throws IOException {
        Set<String> secrets = names(manifests, "Secret");
        SECRET_OF_THE_README
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(made -> made.group(1))
                .forEach(secrets::add);

        assertThat(names(manifests, "ConfigMap")).containsAll(texts(manifests.pods(), "configMap", "name"));
        assertThat(secrets)
                .containsAll(texts(manifests.pods(), "secret", "secretName"))
                .containsAll(texts(manifests.pods(), "secretRef", "name"));
        assertThat(names(manifests, "PersistentVolumeClaim"))
                .containsAll(texts(manifests.pods(), "persistentVolumeClaim", "claimName"));
    }

    /** Executors are not among them: their pods are owned by the driver's, and go with it. */
    @ParameterizedTest
    @MethodSource("overlays")
    void deletingThemLeavesNothing(Manifests manifests) {
        assertThat(names(manifests, "Namespace")).containsExactly("noisescale");
        assertThat(manifests.objects())
                .filteredOn(object -> !object.path("kind").asText().equals("Namespace"))
                .allSatisfy(object -> assertThat(
                                object.path("metadata").path("namespace").asText())
                        .as("%s %s", object.path("kind").asText(), Manifests.nameOf(object))
                        .isEqualTo("noisescale"));
        assertThat(manifests.objects())
                .noneMatch(object -> object.path("kind").asText().startsWith("Cluster"));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void theirAccountsExist(Manifests manifests) throws IOException {
        Set<String> accounts = names(manifests, "ServiceAccount");
        JsonNode binding = manifests.object("RoleBinding", "noisescale-driver");

        assertThat(manifests.pods().stream().limit(2))
                .allMatch(pod ->
                        accounts.contains(pod.spec().path("serviceAccountName").asText()));
        assertThat(accounts)
                .contains(binding.path("subjects").path(0).path("name").asText());
        assertThat(accounts)
                .contains(sparkOption(manifests, "spark.kubernetes.authenticate.executor.serviceAccountName"));
        assertThat(names(manifests, "Role"))
                .contains(binding.path("roleRef").path("name").asText());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyMountHasAVolume(Manifests manifests) throws IOException {
        for (Pod pod : manifests.pods()) {
            List<String> volumes = new ArrayList<>(pod.spec().path("volumes").findValuesAsText("name"));
            manifests.ofKind("StatefulSet").stream()
                    .flatMap(set -> Manifests.stream(set.path("spec").path("volumeClaimTemplates")))
                    .map(Manifests::nameOf)
                    .forEach(volumes::add);

            assertThat(volumes).containsAll(pod.container().path("volumeMounts").findValuesAsText("name"));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everySelectorFindsPods(Manifests manifests) throws IOException {
        List<Pod> pods = manifests.pods();
        List<JsonNode> selectors = manifests.objects().stream()
                .flatMap(object -> object.findValues("matchLabels").stream())
                .filter(labels -> !labels.has("kubernetes.io/metadata.name"))
                .collect(Collectors.toCollection(ArrayList::new));
        manifests
                .ofKind("Service")
                .forEach(service -> selectors.add(service.path("spec").path("selector")));

        assertThat(pods).hasSize(3);
        assertThat(selectors)
                .hasSizeGreaterThan(8)
                .allMatch(labels -> pods.stream().anyMatch(pod -> pod.isSelectedBy(labels)));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void portsThatAreNamedExist(Manifests manifests) throws IOException {
        Pod server = manifests.pods().stream()
                .filter(pod -> pod.name().equals("noisescale-server"))
                .findFirst()
                .orElseThrow();
        List<String> names = server.container().path("ports").findValuesAsText("name");

        assertThat(names)
                .containsAll(server.container().findValues("httpGet").stream()
                        .map(probe -> probe.path("port").asText())
                        .toList());
        assertThat(names)
                .containsExactlyElementsOf(
                        manifests.object("Service", "noisescale-server").findValuesAsText("targetPort"));
        assertThat(manifests
                        .object("StatefulSet", "noisescale-server")
                        .path("spec")
                        .path("serviceName")
                        .asText())
                .isEqualTo(Manifests.nameOf(manifests.object("Service", "noisescale-server")));
    }

    /** Ports of metrics are open where somebody is to read them. */
    @ParameterizedTest
    @MethodSource("overlays")
    void networkPoliciesOpenThePortsOfTheContainersAndNoOthers(Manifests manifests) throws IOException {
        boolean isRead = !manifests.ofKind("PodMonitor").isEmpty();
        for (Pod pod : manifests.pods()) {
            Set<String> expected = pod.ports().stream()
                    .filter(port -> isRead || !METRICS.contains(port))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> open = openPorts(manifests, pod);
            open.removeIf(port -> METRICS.contains(port) && !pod.ports().contains(port)); // one policy for all

            assertThat(open).as("%s", pod).isEqualTo(expected);
        }
    }

    private static Set<String> openPorts(Manifests manifests, Pod pod) {
        return manifests.ofKind("NetworkPolicy").stream()
                .map(policy -> policy.path("spec"))
                .filter(policy -> pod.isSelectedBy(policy.path("podSelector").path("matchLabels")))
                .flatMap(policy -> Manifests.stream(policy.path("ingress")))
                .flatMap(rule -> Manifests.stream(rule.path("ports")))
                .flatMap(ReferencesTest::ports)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> ports(JsonNode range) {
        int first = range.path("port").asInt();
        return IntStream.rangeClosed(first, range.path("endPort").asInt(first))
                .mapToObj(port -> port + "/" + range.path("protocol").asText());
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void whatFollowsFromSomethingElseDoes(Manifests manifests) throws IOException {
        JsonNode servers = manifests.object("StatefulSet", "noisescale-server");
        JsonNode driver = manifests.object("Job", "noisescale-driver").at("/spec/template/spec/containers/0");

        assertThat(variable(driver, "NOISESCALE_SERVERS"))
                .isEqualTo(servers.at("/spec/replicas").asText());
        assertThat(variable(driver, "NOISESCALE_IMAGE"))
                .isEqualTo(driver.path("image").asText());
    }

    private static String variable(JsonNode container, String name) {
        return Manifests.stream(container.path("env"))
                .filter(variable -> variable.path("name").asText().equals(name))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    /** The driver's ports are said four times: as flags of Spark, as an option, to the pod, and to the network. */
    @ParameterizedTest
    @MethodSource("overlays")
    void theDriverListensWhereItsPodSays(Manifests manifests) throws IOException {
        Pod driver = manifests.pods().stream()
                .filter(pod -> pod.name().equals("noisescale-driver"))
                .findFirst()
                .orElseThrow();
        List<String> words = driver.container()
                .path("args")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        List<String> range = List.of(words.get(words.indexOf("--port") + 1).split("-", 2));
        Set<String> listens = IntStream.rangeClosed(Integer.parseInt(range.get(0)), Integer.parseInt(range.get(1)))
                .mapToObj(port -> port + "/UDP")
                .collect(Collectors.toCollection(TreeSet::new));
        listens.add(words.get(words.indexOf("--metrics-port") + 1) + "/TCP");
        listens.add(sparkOption(manifests, "spark.driver.port") + "/TCP");
        listens.add(sparkOption(manifests, "spark.driver.blockManager.port") + "/TCP");

        assertThat(driver.ports()).containsExactlyInAnyOrderElementsOf(listens);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void executorsListenWhereTheirPodsSay(Manifests manifests) throws IOException {
        Pod executor = manifests.pods().get(2);
        List<String> words = manifests
                .object("Job", "noisescale-driver")
                .at("/spec/template/spec/containers/0/args")
                .valueStream()
                .map(JsonNode::asText)
                .toList();

        assertThat(executor.ports())
                .containsExactlyInAnyOrder(
                        sparkOption(manifests, "spark.blockManager.port") + "/TCP",
                        words.get(words.indexOf("--worker-metrics-port") + 1) + "/TCP");
        assertThat(executor.container().path("name").asText())
                .isEqualTo(sparkOption(manifests, "spark.kubernetes.executor.podTemplateContainerName"));
    }

    private static String sparkOption(Manifests manifests, String name) {
        String options = manifests
                .object("ConfigMap", "noisescale-spark")
                .at("/data/spark.options")
                .asText();
        return Pattern.compile("^-D" + Pattern.quote(name) + "=(.*)$", Pattern.MULTILINE)
                .matcher(options)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }
}
