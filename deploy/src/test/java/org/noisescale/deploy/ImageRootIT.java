package org.noisescale.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images without an engine: the steps of the Dockerfile are done in a root file system that mmdebstrap makes, with
 * nothing but a Java runtime in it, and the result is started as an engine would. Only root may do that.
 */
@Timeout(300)
class ImageRootIT {
    /** Is kept, because it takes half a minute. */
    private static final Path BASE = Path.of("target", "image-base").toAbsolutePath();

    private static final Path DOCKERFILE = Path.of("container", "Dockerfile");

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeTheBase() throws IOException, InterruptedException {
        NameSpaces.assumeThatTheyCanBeMade();
        Assumptions.assumeTrue(succeeds("which", "mmdebstrap"), "needs mmdebstrap");
        if (!Files.exists(BASE)) {
            Path partial = BASE.resolveSibling("image-base.partial");
            succeeds("rm", "-rf", partial.toString());
            boolean made = succeeds(
                    "mmdebstrap",
                    "--variant=minbase",
                    "--include=openjdk-17-jre-headless",
                    "bookworm",
                    partial.toString());
            Assumptions.assumeTrue(made, "mmdebstrap finds no packages");
            Files.move(partial, BASE);
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private Shell.Outcome start(String stage, String... words) throws IOException, InterruptedException {
        String script =
                new ImageScript(Dockerfile.read(DOCKERFILE), Path.of("..").toRealPath()).of(stage);
        Path file = Files.writeString(folder.resolve("image.sh"), script);
        Path layers = Files.createDirectory(folder.resolve("layers"));
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "--net", "--pid", "--uts", "--fork", "--kill-child", "timeout", "120", "bash"));
        command.addAll(List.of(file.toString(), BASE.toString(), layers.toString()));
        command.addAll(List.of(words));
        Path errors = folder.resolve("errors");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Shell.Outcome(process.waitFor(), output, Files.readString(errors));
    }

    @Test
    void ofTheDriverTrainsWithNothingButWhatItHolds() throws IOException, InterruptedException {
        Shell.Outcome outcome = start(
                "driver",
                "run",
                "batch-noise",
                "--set",
                "data.examples=500",
                "--set",
                "training={steps: 10, seeds: [1]}",
                "--set",
                "sweep={training.batchSize: [16]}");

        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.output()).contains("Report: /tmp/noisescale-out/batch-noise/report.html");
    }

    @Test
    void ofAServerPassesTheDoctor() throws IOException, InterruptedException {
        Shell.Outcome outcome = start("server", "doctor", "--workers", "2");

        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.output()).contains("/dev/shm has 64Mi");
    }
}
