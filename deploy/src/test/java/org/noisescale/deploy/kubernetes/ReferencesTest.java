package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisescale.deploy.kubernetes.Manifests.Pod;

/** What the manifests name exists, and what has to be equal is. */
class ReferencesTest {
    /** Of servers and driver, and of executors; one policy opens both. */
    private static final Set<String> METRICS = Set.of("9404/TCP", "9405/TCP");

    private static final String INSTANCE = "app.kubernetes.io/instance";
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
        JsonNode binding = manifests.object("RoleBinding", Manifests.DRIVER);

        assertThat(accounts)
                .contains(
                        account(manifests.pod(Manifests.SERVER)),
                        account(manifests.pod(Manifests.DRIVER)),
                        binding.at("/subjects/0/name").asText(),
                        sparkOption(manifests, "spark.kubernetes.authenticate.executor.serviceAccountName"));
        assertThat(names(manifests, "Role"))
                .contains(binding.path("roleRef").path("name").asText());
    }

    private static String account(Pod pod) {
        return pod.spec().path("serviceAccountName").asText();
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
        Pod server = manifests.pod(Manifests.SERVER);
        List<String> names = server.container().path("ports").findValuesAsText("name");

        assertThat(names)
                .containsAll(server.container().findValues("httpGet").stream()
                        .map(probe -> probe.path("port").asText())
                        .toList());
        assertThat(names)
                .containsExactlyElementsOf(
                        manifests.object("Service", Manifests.SERVER).findValuesAsText("targetPort"));
        assertThat(manifests
                        .object("StatefulSet", Manifests.SERVER)
                        .path("spec")
                        .path("serviceName")
                        .asText())
                .isEqualTo(Manifests.nameOf(manifests.object("Service", Manifests.SERVER)));
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

    /** Those of another installation, or of somebody who only bears our name, are nobody's friends. */
    @ParameterizedTest
    @MethodSource("overlays")
    void networkPoliciesLetInThePodsOfTheInstallationOnly(Manifests manifests) throws IOException {
        for (Pod pod : manifests.pods()) {
            ObjectNode foreign = pod.template().deepCopy();
            ((ObjectNode) foreign.at("/metadata/labels")).put(INSTANCE, "another");

            assertThat(friends(manifests)).as("%s", pod).anyMatch(pod::isSelectedBy);
            assertThat(friends(manifests)).as("%s", pod).noneMatch(new Pod("another", foreign)::isSelectedBy);
        }
    }

    /** The labels of the pods that some policy speaks of as the other end of a connection. */
    private static List<JsonNode> friends(Manifests manifests) {
        return manifests.ofKind("NetworkPolicy").stream()
                .flatMap(policy -> Stream.of("ingress", "egress").map(policy.path("spec")::path))
                .flatMap(Manifests::stream)
                .flatMap(rule -> Stream.of("from", "to").map(rule::path))
                .flatMap(Manifests::stream)
                .map(friend -> friend.path("podSelector"))
                .filter(selector -> !selector.isMissingNode())
                .map(selector -> selector.path("matchLabels"))
                .toList();
    }

    /** Which is made for the installation as the base has it. */
    @ParameterizedTest
    @ValueSource(strings = {"driver", "executor"})
    void thePodsOfTheSparkOperatorAreOfTheInstallation(String role) throws IOException {
        JsonNode application = Manifests.read(
                        Files.readString(Manifests.FOLDER.resolve("spark-operator/spark-application.yaml")))
                .get(0);
        JsonNode template = application.at("/spec/" + role + "Spec/podTemplateSpec");
        Manifests demo = Manifests.overlay("demo");
        Pod replaced = demo.pod(role.equals("driver") ? Manifests.DRIVER : Manifests.EXECUTOR);

        assertThat(template.at("/metadata/labels"))
                .isEqualTo(replaced.template().at("/metadata/labels"));
        assertThat(memory(template)).isEqualTo(memory(replaced.template()));
    }

    private static List<JsonNode> memory(JsonNode template) {
        return Manifests.stream(template.at("/spec/volumes"))
                .filter(volume -> volume.path("name").asText().equals("shared-memory"))
                .toList();
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
        JsonNode servers = manifests.object("StatefulSet", Manifests.SERVER);
        Pod driver = manifests.pod(Manifests.DRIVER);

        assertThat(driver.variable("NOISESCALE_SERVERS"))
                .isEqualTo(servers.at("/spec/replicas").asText());
        assertThat(driver.variable("NOISESCALE_IMAGE"))
                .isEqualTo(driver.container().path("image").asText());
    }

    /** The driver's ports are said four times: as flags of Spark, as an option, to the pod, and to the network. */
    @ParameterizedTest
    @MethodSource("overlays")
    void theDriverListensWhereItsPodSays(Manifests manifests) throws IOException {
        Pod driver = manifests.pod(Manifests.DRIVER);
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
        Pod executor = manifests.pod(Manifests.EXECUTOR);
        List<String> words = manifests
                .object("Job", Manifests.DRIVER)
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
        return Objects.requireNonNull(ExecutorPod.sparkOptions(manifests).get(name), name);
    }
}
