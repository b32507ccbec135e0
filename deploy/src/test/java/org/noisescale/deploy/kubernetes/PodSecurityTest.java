package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.deploy.kubernetes.Manifests.Pod;
import org.noisescale.driver.doctor.DriverCheckup;
import org.noisescale.driver.study.StudyReader;
import org.noisescale.parameterserver.transport.SharedMemory;

/** Pods have what the restricted standard asks for, the memory that their study needs, and rights to nothing more. */
class PodSecurityTest {
    private static final long MEBIBYTE = 1 << 20;

    static Stream<Manifests> overlays() {
        return Manifests.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void podsAreRestricted(Manifests manifests) throws IOException {
        for (Pod pod : manifests.pods()) {
            JsonNode all = pod.spec().path("securityContext");
            JsonNode own = pod.container().path("securityContext");

            assertThat(all.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(all.path("runAsUser").asInt()).isEqualTo(185);
            assertThat(all.path("seccompProfile").path("type").asText()).isEqualTo("RuntimeDefault");
            assertThat(own.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(pod.spec().fieldNames()).toIterable().doesNotContain("hostNetwork", "hostPID", "hostIPC");
            assertThat(pod.spec().path("containers").size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void onlyTheDriverSpeaksToKubernetes(Manifests manifests) throws IOException {
        for (Pod pod : manifests.pods()) {
            assertThat(pod.spec().path("automountServiceAccountToken").asBoolean(true))
                    .as("%s", pod)
                    .isEqualTo(pod.name().equals(Manifests.DRIVER));
        }
    }

    /** What doctor says for the study of the overlay and the shards of all its servers, in whole mebibytes. */
    @ParameterizedTest
    @MethodSource("overlays")
    void sharedMemoryIsWhatTheStudyNeeds(Manifests manifests, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), studyOf(manifests));
        int workers = DriverCheckup.of(StudyReader.read(file, List.of())).workers();
        long needed = SharedMemory.bytesOfSeries(workers, shardsOf(manifests));

        for (Pod pod : manifests.pods()) {
            assertThat(sharedMemory(pod)).as("%s", pod).isEqualTo(-Math.floorDiv(-needed, MEBIBYTE) * MEBIBYTE);
        }
    }

    private static int shardsOf(Manifests manifests) throws IOException {
        int servers = manifests
                .object("StatefulSet", Manifests.SERVER)
                .at("/spec/replicas")
                .asInt();
        return servers * Integer.parseInt(manifests.pod(Manifests.SERVER).variable("NOISESCALE_SHARDS"));
    }

    private static String studyOf(Manifests manifests) {
        return manifests
                .object("ConfigMap", "noisescale-study")
                .at("/data/study.yaml")
                .asText();
    }

    private static long sharedMemory(Pod pod) {
        return Manifests.stream(pod.spec().path("volumes"))
                .filter(volume -> volume.at("/emptyDir/medium").asText().equals("Memory"))
                .map(volume -> Quantity.getAmountInBytes(
                                new Quantity(volume.at("/emptyDir/sizeLimit").asText()))
                        .longValueExact())
                .findFirst()
                .orElseThrow();
    }

    /** It counts as the container's; half of that is the heap's. */
    @ParameterizedTest
    @MethodSource("overlays")
    void heapAndSharedMemoryFitIntoTheLimit(Manifests manifests) throws IOException {
        for (Pod pod : List.of(manifests.pod(Manifests.SERVER), manifests.pod(Manifests.DRIVER))) {
            long limit = Quantity.getAmountInBytes(new Quantity(
                            pod.container().at("/resources/limits/memory").asText()))
                    .longValueExact();

            assertThat(sharedMemory(pod) + limit / 2).as("%s", pod).isLessThan(limit);
            assertThat(pod.container().at("/resources/limits").has("cpu")).isFalse();
        }
    }

    /** Those that Spark's scheduler was seen to use in client mode. */
    @Test
    void theDriverMayDoWhatSparkDoesAndNothingElse() throws IOException {
        JsonNode rules = Manifests.files().object("Role", Manifests.DRIVER).path("rules");

        assertThat(Manifests.stream(rules).map(rule -> rule.at("/resources/0").asText()))
                .containsExactly("pods", "configmaps", "services", "persistentvolumeclaims");
        assertThat(Manifests.stream(rules))
                .allMatch(rule -> rule.path("resources").size() == 1);
        assertThat(rules.findValues("apiGroups"))
                .allMatch(groups -> groups.toString().equals("[\"\"]"));
    }
}
