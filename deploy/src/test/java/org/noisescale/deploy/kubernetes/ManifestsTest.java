package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes' server would say to the manifests. */
class ManifestsTest {
    static Stream<Manifests> overlays() {
        return Manifests.overlays();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void haveNoUnknownMissingOrMistypedFields(Manifests manifests) {
        assertThat(manifests.objects()).hasSizeGreaterThan(10);
        assertThat(manifests.objects().stream().flatMap(object -> Strictness.complaints(object).stream()))
                .isEmpty();
    }

    /** Needs no kubectl. */
    @Test
    void haveNoneBeforeTheyAreRenderedEither() throws IOException {
        assertThat(Manifests.files().objects().stream().flatMap(object -> Strictness.complaints(object).stream()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec/template/spec | containerz | [] | is unknown",
                "spec | replicas | \"two\" | coerce",
                "spec/template/spec/containers/0 | image | 7 | coerce",
                "spec/template/spec/containers/0 | image | [\"a\"] | String",
                "spec | podManagementPolicy | \"Serial\" | not one of",
                "spec/template/spec/containers/0/ports/0 | protocol | \"tcp\" | not one of",
                "spec | selector | null | selector"
            })
    void wouldBeRefusedWithSomethingWrong(String place, String field, String value, String complaint)
            throws IOException {
        JsonNode server = Manifests.files().object("StatefulSet", Manifests.SERVER);
        ObjectNode changed = (ObjectNode) server.at("/" + place);
        JsonNode wrong = Manifests.YAML.readTree(value);
        if (wrong.isNull()) {
            changed.remove(field);
        } else {
            changed.set(field, wrong);
        }

        assertThat(Strictness.complaints(server)).anyMatch(line -> line.contains(complaint));
    }

    /** The fields of ApplicationSpec in the operator's own sources, as far as they are used; pods are Kubernetes'. */
    @Test
    void haveAnApplicationForTheSparkOperator() throws IOException {
        JsonNode application = Manifests.read(
                        Files.readString(Manifests.FOLDER.resolve("spark-operator/spark-application.yaml")))
                .get(0);
        JsonNode spec = application.path("spec");

        assertThat(application.path("apiVersion").asText()).isEqualTo("spark.apache.org/v1");
        assertThat(spec.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "runtimeVersions",
                        "mainClass",
                        "jars",
                        "driverArgs",
                        "sparkConf",
                        "driverSpec",
                        "executorSpec");
        assertThat(Manifests.stream(spec.path("sparkConf"))).allMatch(JsonNode::isTextual);
        assertThat(spec.path("runtimeVersions").path("sparkVersion").asText())
                .isEqualTo(System.getProperty("spark.version"));
        for (String role : List.of("driverSpec", "executorSpec")) {
            assertThat(Strictness.complaints(spec.path(role).path("podTemplateSpec"), PodTemplateSpec.class))
                    .isEmpty();
        }
    }
}
