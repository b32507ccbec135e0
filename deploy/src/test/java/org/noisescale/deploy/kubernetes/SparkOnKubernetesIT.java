package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own scheduler of pods, with the settings, pod template and Role that the manifests give the driver. */
@Timeout(180)
class SparkOnKubernetesIT {
    private static final Path DISTRIBUTION = Path.of("target/noisescale").toAbsolutePath();
    private static final String POD = "noisescale-driver-abcde";
    private static final String STUDY = """
            name: small
            question: Do executors in pods get what theory says?
            data: {source: quadratic, dimension: 10}
            training: {workers: 2, batchSize: 8, steps: 50, evaluateEvery: 0}
            """;

    @TempDir
    private Path folder;

    private Path entrypoint;

    @BeforeEach
    void unpackTheImage() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("opt/bin"));
        Files.createSymbolicLink(folder.resolve("opt/jars"), DISTRIBUTION.resolve("jars"));
        Files.createSymbolicLink(folder.resolve("opt/conf"), DISTRIBUTION.resolve("conf"));
        Files.copy(DISTRIBUTION.resolve("bin/noisescale"), bin.resolve("noisescale"));
        entrypoint = Files.copy(Path.of("container/entrypoint"), bin.resolve("entrypoint"));
        Path spark = Files.createDirectories(folder.resolve("spark"));
        Path base = Manifests.FOLDER.resolve("base");
        Files.copy(base.resolve("executor.yaml"), spark.resolve("executor.yaml"));
        Files.writeString(
                spark.resolve("spark.options"),
                Files.readString(base.resolve("spark.options"))
                        .replace("/etc/noisescale/spark", spark.toString())
                        .replace("0.0.0.0", "127.0.0.1"));
        Files.writeString(folder.resolve("study.yaml"), STUDY);
    }

    /** With the variables of the Job, as Kubernetes would fill them in. */
    private Process driver(ApiServer server) throws IOException {
        JsonNode job = Manifests.files().object("Job", "noisescale-driver");
        ProcessBuilder builder = new ProcessBuilder(
                        entrypoint.toString(),
                        "run",
                        folder.resolve("study.yaml").toString(),
                        "--master",
                        "k8s://" + server.url(),
                        "--host",
                        "127.0.0.1",
                        "--out",
                        folder.resolve("out").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.txt").toFile());
        String options = Manifests.stream(job.at("/spec/template/spec/containers/0/env"))
                .filter(variable -> variable.path("name").asText().equals("NOISESCALE_JAVA_OPTS"))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow()
                .replace("$(POD_IP)", "127.0.0.1")
                .replace("$(POD_NAME)", POD)
                .replace("$(POD_NAMESPACE)", ApiServer.NAME_SPACE)
                .replace("$(NOISESCALE_IMAGE)", "noisescale:test")
                .replace("/etc/noisescale/spark", folder.resolve("spark").toString());
        builder.environment().put("NOISESCALE_JAVA_OPTS", options);
        builder.environment().put("NOISESCALE_MEDIA_DRIVERS", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static void makeDriversPod(ApiServer server) {
        try (KubernetesClient client = server.client()) {
            client.pods()
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName(POD)
                            .withNamespace(ApiServer.NAME_SPACE)
                            .endMetadata()
                            .withNewSpec()
                            .endSpec()
                            .withNewStatus()
                            .withPhase("Running")
                            .addNewCondition()
                            .withType("Ready")
                            .withStatus("True")
                            .endCondition()
                            .endStatus()
                            .build())
                    .create();
        }
    }

    private String output(Kubelet kubelet) throws IOException {
        Path log = folder.resolve("out/noisescale.log");
        return Files.readString(folder.resolve("driver.txt"))
                + kubelet.logs()
                + (Files.exists(log) ? Files.readString(log) : "");
    }

    @Test
    void runsAStudyWithinTheRoleAndLeavesNothing() throws IOException, InterruptedException {
        JsonNode role = Manifests.files().object("Role", "noisescale-driver");
        try (ApiServer server = new ApiServer(role);
                Kubelet kubelet = new Kubelet(server, entrypoint, folder)) {
            makeDriversPod(server);
            Process driver = driver(server);
            boolean ended = driver.waitFor(120, TimeUnit.SECONDS);
            driver.destroyForcibly();

            assertThat(ended).as(output(kubelet)).isTrue();
            assertThat(driver.exitValue()).as(output(kubelet)).isZero();
            assertThat(folder.resolve("out/summary.csv")).exists();
            assertThat(server.refusals()).isEmpty();
            assertThat(server.requests()).contains("create pods", "watch pods", "create configmaps");
            assertThat(kubelet.pods()).hasSize(2).allSatisfy(SparkOnKubernetesIT::isOfTheTemplate);
            assertThat(kubelet.remaining()).isEmpty();
            assertThat(kubelet.isIdle()).isTrue();
        }
    }

    private static void isOfTheTemplate(Pod pod) {
        assertThat(pod.getMetadata().getLabels())
                .containsEntry("app.kubernetes.io/name", "noisescale")
                .containsEntry("app.kubernetes.io/component", "executor");
        assertThat(pod.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getName()).isEqualTo(POD));
        assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("noisescale-executor");
        assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(185);
        assertThat(pod.getSpec().getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getImage()).isEqualTo("noisescale:test");
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getVolumeMounts())
                    .anyMatch(mount -> mount.getMountPath().equals("/dev/shm"));
        });
        assertThat(pod.getSpec().getVolumes())
                .anyMatch(volume -> volume.getEmptyDir() != null
                        && "Memory".equals(volume.getEmptyDir().getMedium()));
    }

    @Test
    void endsInOneLineWithoutTheRightToMakePods() throws IOException, InterruptedException {
        JsonNode role = Manifests.files().object("Role", "noisescale-driver");
        ((ArrayNode) role.path("rules")).remove(0);
        try (ApiServer server = new ApiServer(role);
                Kubelet kubelet = new Kubelet(server, entrypoint, folder)) {
            makeDriversPod(server);
            Process driver = driver(server);
            boolean ended = driver.waitFor(60, TimeUnit.SECONDS);
            driver.destroyForcibly();

            assertThat(ended).as(output(kubelet)).isTrue();
            assertThat(driver.exitValue()).as(output(kubelet)).isEqualTo(2);
            assertThat(server.refusals()).isNotEmpty();
            assertThat(List.copyOf(kubelet.pods())).isEmpty();
        }
    }
}
