package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed depends on the study and its seed, and on nothing else: bit for bit, from Spark to the files. */
@Timeout(120)
class SameBitsIT {
    /** Batches of 50 over 4 virtual workers have unequal shares. */
    private static final String STROKES = """
            name: strokes-bits
            question: Does it matter who computes?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [32]}
            optimizer: {kind: adam, learningRate: 0.002}
            training: {workers: 1, virtualWorkers: 4, batchSize: 50, steps: 12, evaluateEvery: 5, seeds: [7]}
            """;

    private static final String QUADRATIC = """
            name: quadratic-bits
            question: Does it matter who computes?
            data: {source: quadratic, dimension: 50}
            optimizer: {kind: momentum, learningRate: 0.1}
            training: {workers: 1, virtualWorkers: 4, batchSize: 10, steps: 30, evaluateEvery: 10, seeds: [7]}
            """;

    /** Every gradient is longer than the threshold, and depends on the statistics of all virtual workers. */
    private static final String CONVOLUTIONS = """
            name: convolution-bits
            question: Does it matter who computes?
            data: {source: strokes, examples: 200}
            model: {kind: cnn, batchNorm: sync}
            optimizer: {kind: adam, learningRate: 0.002, clipping: {kind: global-norm, threshold: 0.01}}
            training: {workers: 1, virtualWorkers: 4, batchSize: 18, steps: 4, evaluateEvery: 2, seeds: [7]}
            """;

    private static final String PARTIES =
            "sweep: {training.workers: [1, 2, 3, 4], training.shards: [1, 2, 5], training.transport: [ipc]}\n";

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {STROKES, QUADRATIC, CONVOLUTIONS})
    void anyNumberOfWorkersAndShardsGivesTheSameParametersAndTheSameSteps(String study) throws IOException {
        Results results = Command.run(Command.study(temporary, study + PARTIES), temporary.resolve("out"));

        assertThat(results.runs()).hasSize(12);
        assertThat(new HashSet<>(results.hashes())).hasSize(1);
        assertThat(results.runs())
                .extracting(run -> Results.timeless(results.steps(run)))
                .containsOnly(Results.timeless(results.steps(results.runs().get(0))));
    }

    @Test
    void theSameStudyGivesTheSameBitsAgainAndOverUdpAndFromItsResolvedFile() throws IOException {
        Path study = Command.study(temporary, STROKES.replace("seeds: [7]", "seeds: [7, 8]"));

        Results first = Command.run(study, temporary.resolve("first"));
        Results again = Command.run(study, temporary.resolve("again"));
        Results udp = Command.run(
                study, temporary.resolve("udp"), "--set", "training.transport=udp", "--set", "training.workers=3");
        Results resolved = Command.run(first.folder().resolve("study.yaml"), temporary.resolve("resolved"));

        assertThat(new HashSet<>(first.hashes())).as("seeds differ").hasSize(2);
        assertThat(Results.timeless(again.summary())).isEqualTo(Results.timeless(first.summary()));
        assertThat(Results.timeless(udp.summary())).isEqualTo(Results.timeless(first.summary()));
        assertThat(Results.timeless(resolved.summary())).isEqualTo(Results.timeless(first.summary()));
        assertThat(resolved.folder().resolve("study.yaml"))
                .hasSameTextualContentAs(first.folder().resolve("study.yaml"));
    }
}
