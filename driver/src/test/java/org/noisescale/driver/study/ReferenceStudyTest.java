package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference study says the same as the code: every key, every default. */
class ReferenceStudyTest {
    private static final String HEAD = "name: reference\nquestion: What can a study say?\n";
    private static final String REFERENCE = reference();

    @Test
    void spellsTheDefaultsOut() {
        assertThat(StudyText.read(REFERENCE)).isEqualTo(StudyText.read(HEAD));
    }

    @Test
    void hasEveryKeyOfItsOwnKinds() {
        List<String> written = keysOf(REFERENCE);

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(keysOf(StudyText.read(HEAD).yaml()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            source: csv       | data: {source: csv, path: digits.csv}
            source: idx       | data: {source: idx, images: train-images-idx3-ubyte.gz, labels: train-labels-idx1-ubyte.gz}
            source: parquet   | data: {source: parquet, path: digits.parquet}
            source: libsvm    | data: {source: libsvm, path: digits.libsvm}
            source: table     | data: {source: table, name: digits}
            source: quadratic | data: {source: quadratic}
            source: random-images | data: {source: random-images}
            kind: cnn         | model: {kind: cnn}
            kind: large-cnn   | model: {kind: large-cnn}
            kind: dl4j        | model: {dl4j: network.json}
            source: least-squares | data: {source: least-squares}
            kind: softmax     | model: {kind: softmax}
            kind: linear      | model: {kind: linear}
            kind: momentum    | optimizer: {kind: momentum}
            kind: nesterov    | optimizer: {kind: nesterov}
            kind: adagrad     | optimizer: {kind: adagrad}
            kind: rmsprop     | optimizer: {kind: rmsprop}
            kind: adadelta    | optimizer: {kind: adadelta}
            kind: adam        | optimizer: {kind: adam}
            curvature         | measure: {curvature: {every: 100}}
            kind: adamw       | optimizer: {kind: adamw}
            kind: amsgrad     | optimizer: {kind: amsgrad}
            kind: nadam       | optimizer: {kind: nadam}
            kind: adamax      | optimizer: {kind: adamax}
            kind: adabelief   | optimizer: {kind: adabelief}
            kind: lars        | optimizer: {kind: lars}
            kind: lamb        | optimizer: {kind: lamb}
            batchScaling: linear | optimizer: {batchScaling: linear, referenceBatchSize: 64}
            """)
    void spellsTheDefaultsOfOtherKindsOut(String kind, String required) {
        String alternative = alternative(kind);

        Study spelled = StudyText.read(HEAD + alternative);

        assertThat(spelled).isEqualTo(StudyText.read(HEAD + required));
        assertThat(spelled.yaml()).isEqualTo(StudyText.read(spelled.yaml()).yaml());
        assertThat(keysOf(StudyText.read(HEAD + required).yaml())).containsAll(keysOf(alternative));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schedule  | linear              | optimizer: {schedule: {kind: linear}}
            schedule  | step                | optimizer: {schedule: {kind: step}}
            schedule  | inverse-square-root | optimizer: {schedule: {kind: inverse-square-root}}
            clipping  | value               | optimizer: {clipping: {kind: value}}
            averaging | exponential         | optimizer: {averaging: {kind: exponential}}
            averaging | polyak              | optimizer: {averaging: {kind: polyak}}
            """)
    void spellsTheDefaultsOfPartsOfTheOptimizerOut(String part, String kind, String required) {
        String alternative = alternative(part + ":\n#     kind: " + kind);

        assertThat(StudyText.read(HEAD + alternative)).isEqualTo(StudyText.read(HEAD + required));
        assertThat(keysOf(StudyText.read(HEAD + required).yaml())).containsAll(keysOf(alternative));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            synchronization:\\n#     rule: k-sync        | training: {synchronization: k-sync}
            synchronization:\\n#     rule: k-batch-sync  | training: {synchronization: k-batch-sync}
            synchronization:\\n#     rule: k-async       | training: {synchronization: k-async}
            synchronization:\\n#     rule: k-batch-async | training: {synchronization: k-batch-async}
            synchronization:\\n#     rule: async         | training: {synchronization: async}
            synchronization:\\n#     rule: ssp           | training: {synchronization: ssp}
            synchronization:\\n#     rule: local # workers | training: {synchronization: local}
            synchronization:\\n#     rule: local\\n#     outer | training: {synchronization: {rule: local, outer: {kind: nesterov}}}
            cluster: simulated\\n#   computeTime: # of | training: {cluster: simulated}
            cluster: simulated\\n#   computeTime:\\n#     law: shifted-exponential | training: {cluster: simulated, computeTime: {law: shifted-exponential}}
            cluster: simulated\\n#   computeTime:\\n#     law: pareto    | training: {cluster: simulated, computeTime: {law: pareto}}
            cluster: simulated\\n#   computeTime:\\n#     law: lognormal | training: {cluster: simulated, computeTime: {law: lognormal}}
            """)
    void spellsTheDefaultsOfRulesAndLawsOut(String pattern, String required) {
        String alternative = alternative(pattern);

        Study spelled = StudyText.read(HEAD + alternative);

        assertThat(spelled).isEqualTo(StudyText.read(HEAD + required));
        assertThat(spelled.yaml()).isEqualTo(StudyText.read(spelled.yaml()).yaml());
        assertThat(keysOf(spelled.yaml())).containsAll(keysOf(alternative));
    }

    @Test
    void explainsEveryKeyThereIs() {
        assertThat(StudyKeys.sweepable())
                .allSatisfy(key ->
                        assertThat(REFERENCE).containsPattern("\\b" + key.substring(key.lastIndexOf('.') + 1) + "\\b"));
        StudyKeys.DATA
                .kinds()
                .values()
                .keySet()
                .forEach(kind -> assertThat(REFERENCE).contains("source: " + kind));
        StudyKeys.MODEL
                .kinds()
                .values()
                .keySet()
                .forEach(kind -> assertThat(REFERENCE).contains(kind));
        StudyKeys.OPTIMIZER
                .kinds()
                .values()
                .keySet()
                .forEach(kind -> assertThat(REFERENCE).contains("kind: " + kind));
        Stream.of(StudyKeys.SYNCHRONIZATION, StudyKeys.COMPUTE_TIME)
                .flatMap(section -> section.kinds().values().keySet().stream())
                .forEach(word -> assertThat(REFERENCE).containsPattern("(rule|law): " + word + "\\b"));
        Stream.of(StudyKeys.SCHEDULE, StudyKeys.CLIPPING, StudyKeys.AVERAGING, StudyKeys.OUTER)
                .flatMap(section -> section.kinds().values().keySet().stream())
                .forEach(kind -> assertThat(REFERENCE).containsPattern("kind: .*\\b" + kind + "\\b"));
    }

    @Test
    void saysSomethingAboutEveryKeyOnItsLineOrAboveIt() {
        List<String> lines = REFERENCE.lines().toList();

        List<String> silent = lines.stream()
                .filter(line -> line.matches("[a-z]+:.*") && !line.contains("#"))
                .filter(line -> !lines.get(lines.indexOf(line) - 1).startsWith("#"))
                .toList();

        assertThat(silent).isEmpty();
    }

    private static String alternative(String kind) {
        return Arrays.stream(REFERENCE.split("\n\n"))
                .filter(paragraph -> paragraph.matches("(?s)# [a-z]+:\n#   " + kind + "\\b.*"))
                .map(paragraph ->
                        paragraph.lines().map(line -> line.substring(2)).collect(Collectors.joining("\n")))
                .reduce((one, other) -> {
                    throw new AssertionError("one paragraph for " + kind);
                })
                .orElseThrow();
    }

    private static List<String> keysOf(String yaml) {
        return yaml.lines()
                .filter(line -> line.matches(" *[a-zA-Z]+:.*"))
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .toList();
    }

    private static String reference() {
        try (InputStream stream = ReferenceStudyTest.class.getResourceAsStream("/studies/reference.yaml")) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
