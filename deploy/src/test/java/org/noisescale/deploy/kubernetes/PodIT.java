package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.deploy.kubernetes.Manifests.Pod;

/**
 * A server as its pod starts it: the manifest's words, variables, probe and shared memory, the image's entry point,
 * user 185 with a read-only root file system and no capabilities, in name spaces of its own. Only root may make those.
 */
class PodIT {
    private static final Path SCRIPT = Path.of("target/test-classes/pod.sh").toAbsolutePath();

    @TempDir
    private Path folder;

    @BeforeEach
    void mayMakeNameSpaces() throws IOException, InterruptedException {
        Process trial = new ProcessBuilder("unshare", "--mount", "--net", "--pid", "--fork", "true").start();
        Assumptions.assumeTrue(trial.waitFor() == 0, "name spaces cannot be made here");
    }

    private static Pod server() throws IOException {
        JsonNode set = Manifests.files().object("StatefulSet", "noisescale-server");
        return new Pod("server", set.path("spec").path("template"));
    }

    private static List<String> words(Pod pod) {
        List<String> words = new ArrayList<>();
        for (JsonNode argument : pod.container().path("args")) {
            String word = argument.asText();
            for (JsonNode variable : pod.container().path("env")) {
                word = word.replace(
                        "$(" + variable.path("name").asText() + ")",
                        variable.path("value").asText());
            }
            words.add(word);
        }
        return words;
    }

    private static String probe(Pod pod, String kind) {
        JsonNode get = pod.container().path(kind).path("httpGet");
        String port = Manifests.stream(pod.container().path("ports"))
                .filter(named -> named.path("name").equals(get.path("port")))
                .map(named -> named.path("containerPort").asText())
                .findFirst()
                .orElseThrow();
        return port + get.path("path").asText();
    }

    private static String sharedMemory(Pod pod) {
        JsonNode volume = Manifests.stream(pod.spec().path("volumes"))
                .filter(one -> one.path("name").asText().equals("shared-memory"))
                .findFirst()
                .orElseThrow();
        return Quantity.getAmountInBytes(
                        new Quantity(volume.at("/emptyDir/sizeLimit").asText()))
                .toPlainString();
    }

    private String run(Pod pod, String probe) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--net", "--pid", "--fork", "bash"));
        command.add(SCRIPT.toString());
        command.add(Files.createDirectory(folder.resolve("root")).toString());
        command.add(Path.of("target/noisescale-server").toAbsolutePath().toString());
        command.add(Path.of("container/entrypoint").toAbsolutePath().toString());
        command.add(System.getProperty("java.home"));
        command.addAll(List.of(sharedMemory(pod), probe));
        command.add("doctor --server 127.0.0.1:4700 --token-file /etc/noisescale/token/token");
        command.add("--");
        command.addAll(words(pod));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    @Test
    @Timeout(120)
    void ofAServerServesAnswersItsProbesAndPassesTheDoctor() throws IOException, InterruptedException {
        Pod server = server();

        String output = run(server, probe(server, "readinessProbe"));

        assertThat(output)
                .contains(
                        "Serving on 0.0.0.0:4700 (UDP ports 4700 and 4701), 1 shard for each run, for drivers with the"
                                + " token.")
                .contains(":9404/metrics\n")
                .contains("probe: HTTP/1.1 200 OK")
                .contains("127.0.0.1:4700 answers by UDP")
                .contains("/dev/shm has 128Mi")
                .doesNotContain("second command: status")
                .contains("cannot touch '/opt/noisescale/x': Read-only file system")
                .doesNotContain("WARN", "\tat ")
                .endsWith("status 143\n");
        assertThat(probe(server, "livenessProbe")).isEqualTo("9404/health");
    }
}
