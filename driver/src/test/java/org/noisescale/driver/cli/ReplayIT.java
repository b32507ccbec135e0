package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that follows the log of another one, as a user meets it. */
@Timeout(120)
class ReplayIT {
    private static final String STUDY = """
            name: orders
            question: What if pushes had come in the same order?
            data: {source: quadratic, dimension: 10}
            optimizer: {kind: momentum, learningRate: 0.02, momentum: 0.5}
            training: {workers: 8, batchSize: 16, steps: 300, evaluateEvery: 100, seeds: [1, 2], cluster: simulated}
            sweep: {training.synchronization: [async, {rule: k-sync, quorum: 5}]}
            """;

    @TempDir
    private Path temporary;

    @Test
    void hasTheSameBitsOrShowsWhatAnotherRateWouldHaveDoneInTheSameOrder() throws IOException {
        Path file = Command.study(temporary, STUDY);
        Results first = Command.run(file, temporary.resolve("first"));
        Path log = log(first, 1);
        Object[] alone = {"--replay", log, "--set", "sweep={}", "--set", "training.synchronization=async"};

        // Durations that would give another order are not drawn at all.
        Results again = Command.run(
                file,
                temporary.resolve("again"),
                with(alone, "--set", "training.seeds=[2]", "--set", "training.computeTime={law: pareto}"));
        Results other = Command.run(
                file,
                temporary.resolve("other"),
                with(alone, "--set", "training.seeds=[2]", "--set", "optimizer.learningRate=0.01"));

        assertThat(again.hashes()).containsExactly(first.hashes().get(1));
        assertThat(other.hashes()).doesNotContain(first.hashes().get(1));
        assertThat(log(again, 0)).hasSameBinaryContentAs(log);
        assertThat(log(other, 0)).hasSameBinaryContentAs(log);
        assertThat(again.manifest().at("/sessions/0/runs/0/replay_sha256").asText())
                .hasSize(64);
    }

    @Test
    void refusesALogThatDoesNotFitInOneLine() throws IOException {
        Path file = Command.study(temporary, STUDY);
        Results first = Command.run(file, temporary.resolve("first"), "--set", "training.steps=50");
        Path log = log(first, 0);
        Path damaged = temporary.resolve("damaged.log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[40] ^= 1;
        Files.write(damaged, bytes);

        assertThat(refusal(file, log, "training.synchronization=async", "training.steps=60"))
                .isEqualTo("noisescale: training.replay " + log + ": ends after 50 updates, the run has 60 (seed=1)");
        assertThat(refusal(file, log, "training.synchronization=async", "training.workers=4"))
                .isEqualTo("noisescale: training.replay " + log + ": was written by 8 workers, the run has 4 (seed=1)");
        assertThat(refusal(file, log, "training.synchronization=ssp", "training.steps=50"))
                .contains(": was written under rule async, the run is under ssp");
        assertThat(refusal(file, damaged, "training.synchronization=async", "training.steps=50"))
                .contains("is damaged: its checksum does not fit");
        assertThat(refusal(file, file, "training.synchronization=async", "training.steps=50"))
                .contains("is no log of arrivals, which begins with NSAL");
        assertThat(refusal(file, temporary.resolve("none.log"), "training.synchronization=async", "training.steps=5"))
                .endsWith("none.log: there is no such file on this machine");
        assertThat(refusal(file, log, "training.synchronization=bsp", "training.cluster=real"))
                .contains("training.replay is for training.cluster simulated, which was real");
    }

    private String refusal(Path file, Path log, String... settings) {
        Object[] arguments = {
            "run",
            file,
            "--out",
            temporary.resolve("refused"),
            "--replay",
            log,
            "--set",
            "sweep={}",
            "--set",
            "training.seeds=[1]"
        };
        for (String setting : settings) {
            arguments = with(arguments, "--set", setting);
        }
        Command.Outcome outcome = Command.noisescale(arguments);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).hasSize(1);
        return outcome.errorLines().get(0);
    }

    private static Path log(Results results, int run) {
        return results.folder().resolve("runs").resolve(results.runs().get(run)).resolve("arrivals.log");
    }

    private static Object[] with(Object[] arguments, Object... further) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + further.length);
        System.arraycopy(further, 0, all, arguments.length, further.length);
        return all;
    }
}
