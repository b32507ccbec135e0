package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.deploy.NameSpaces;

/**
 * The overlay {@code demo} as it runs: servers and driver with the words, variables, volumes, probes and users of the
 * manifests, in networks of their own under the pods' names; executors by Spark's own scheduler of pods. Kubernetes
 * itself is imitated: what keeps objects, asks the Role, and starts processes. Only root may make name spaces.
 */
@Timeout(300)
class ClusterIT {
    private static final Path SCRIPT = Path.of("target/test-classes/node.sh").toAbsolutePath();
    private static final Pattern HASH = Pattern.compile("\\b[0-9a-f]{64}\\b");

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsNameSpaces() throws IOException, InterruptedException {
        NameSpaces.assumeThatTheyCanBeMade();
    }

    private List<String> run(String... options) throws IOException, InterruptedException {
        StringBuilder yaml = new StringBuilder();
        for (JsonNode object : Manifests.overlay("demo").objects()) {
            yaml.append(Manifests.YAML.writeValueAsString(object));
        }
        Path file = Files.writeString(folder.resolve("demo.yaml"), yaml);
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "bash", SCRIPT.toString()));
        command.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Cluster.class.getName()));
        command.addAll(List.of(file.toString(), folder.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.lines().toList();
    }

    /** All that there is to read, for whoever looks for the reason of a failure. */
    private String logs(List<String> lines) throws IOException {
        StringBuilder all = new StringBuilder(String.join("\n", lines));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path log : files.filter(
                            file -> file.endsWith("log") || file.toString().endsWith(".log"))
                    .toList()) {
                all.append("\n---- ").append(log).append("\n").append(Files.readString(log));
            }
        }
        return all.toString();
    }

    private String driverLog() throws IOException {
        return Files.readString(folder.resolve("pods").resolve(Cluster.DRIVER).resolve("log"));
    }

    private static Set<String> rights() throws IOException {
        Set<String> rights = new TreeSet<>();
        for (JsonNode rule : Manifests.files().object("Role", Manifests.DRIVER).path("rules")) {
            for (JsonNode verb : rule.path("verbs")) {
                rights.add(verb.asText() + " " + rule.at("/resources/0").asText());
            }
        }
        return rights;
    }

    private static Set<String> after(String words, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(words))
                .map(line -> line.substring(words.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void runsItsStudyAndLeavesNothingButTheResults() throws IOException, InterruptedException {
        List<String> lines = run();

        assertThat(lines)
                .as(logs(lines))
                .contains(Cluster.DRIVER + " ended with 0")
                .contains("noisescale-server-0 ended with 143", "noisescale-server-1 ended with 143")
                .noneMatch(line -> line.startsWith("left") || line.contains("goes on") || line.startsWith("may not"));
        assertThat(results(Cluster.FIRST_RESULTS).resolve("report.html")).exists();
        assertThat(rights()).containsAll(after("asked to ", lines));
        assertThat(Manifests.YAML.readTree(folder.resolve("executors.yaml").toFile()))
                .hasSize(2)
                .allSatisfy(ClusterIT::isOfTheTemplate);
        assertThat(String.join("\n", lines))
                .contains("noisescale-server-1.noisescale-server:4700 answers by UDP", "status 0");
        assertThat(after("ready noisescale-server-0 at ", lines)).hasSize(2);
        assertThat(hashes("noisescale-out"))
                .as("with servers that were started again, at other addresses")
                .isEqualTo(hashes(Cluster.FIRST_RESULTS))
                .hasSize(2);
    }

    private Path results(String run) {
        return folder.resolve("claims/noisescale-results").resolve(run).resolve("quadratic-truth");
    }

    private List<String> hashes(String run) throws IOException {
        return HASH.matcher(Files.readString(results(run).resolve("summary.csv")))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** What Spark keeps of it. */
    private static void isOfTheTemplate(JsonNode pod) {
        assertThat(pod.at("/metadata/labels/app.kubernetes.io~1name").asText()).isEqualTo("noisescale");
        assertThat(pod.at("/metadata/labels/app.kubernetes.io~1component").asText())
                .isEqualTo("executor");
        assertThat(pod.at("/metadata/labels/app.kubernetes.io~1instance").asText())
                .isEqualTo("noisescale");
        assertThat(pod.at("/metadata/ownerReferences").findValuesAsText("name")).containsExactly(Cluster.DRIVER);
        JsonNode spec = pod.path("spec");
        assertThat(spec.path("serviceAccountName").asText()).isEqualTo("noisescale-executor");
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(spec.at("/securityContext/runAsUser").asInt()).isEqualTo(185);
        assertThat(spec.at("/containers/0/image").asText()).isEqualTo("noisescale:0.1.0");
        assertThat(spec.at("/containers/0/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
        assertThat(spec.at("/containers/0/volumeMounts").findValuesAsText("mountPath"))
                .contains("/dev/shm");
        assertThat(Manifests.stream(spec.path("volumes")).map(volume -> volume.path("emptyDir")))
                .contains(sharedMemory());
    }

    private static JsonNode sharedMemory() {
        return Manifests.stream(Manifests.overlay("demo")
                        .object("StatefulSet", Manifests.SERVER)
                        .at("/spec/template/spec/volumes"))
                .map(volume -> volume.path("emptyDir"))
                .filter(volume -> volume.has("medium"))
                .findFirst()
                .orElseThrow();
    }

    /** Executors end when they miss it; what is left of them goes with its pod, which owns it. */
    @Test
    void leavesNothingWhenItsDriverIsKilled() throws IOException, InterruptedException {
        List<String> lines = run(Cluster.KILLED_DRIVER);

        assertThat(lines)
                .as(logs(lines))
                .anyMatch(line -> line.startsWith(Cluster.DRIVER + " ended with "))
                .doesNotContain(Cluster.DRIVER + " ended with 0")
                .noneMatch(line -> line.startsWith("left") || line.contains("goes on"));
        assertThat(lines.stream().filter(("collected Pod of " + Cluster.DRIVER)::equals))
                .hasSize(2);
    }

    @Test
    void endsInOneLineWithoutTheRightToMakePods() throws IOException, InterruptedException {
        List<String> lines = run(Cluster.NO_SERVERS, Cluster.NO_RIGHT_TO_PODS);

        assertThat(lines)
                .as(logs(lines))
                .contains(Cluster.DRIVER + " ended with 2")
                .noneMatch(line -> line.startsWith("left") || line.startsWith("there was"));
        assertThat(after("may not ", lines)).isNotEmpty().allMatch(request -> request.endsWith(" pods"));
        assertThat(driverLog().lines().filter(line -> line.startsWith("noisescale: ")))
                .hasSize(1);
    }

    @Test
    void endsInOneLineAndLeavesNothingWhereExecutorsDoNotStart() throws IOException, InterruptedException {
        List<String> lines = run(Cluster.NO_SERVERS, Cluster.BROKEN_EXECUTORS);

        assertThat(lines)
                .as(logs(lines))
                .contains(Cluster.DRIVER + " ended with 11") // Spark's word for it
                .noneMatch(line -> line.startsWith("left") || line.startsWith("may not"));
        assertThat(driverLog().lines().filter(line -> line.startsWith("noisescale: ")))
                .hasSize(1);
        assertThat(rights()).containsAll(after("asked to ", lines));
    }
}
