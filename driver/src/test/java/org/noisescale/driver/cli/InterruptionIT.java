package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, in a process of its own. */
@Timeout(120)
class InterruptionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The last run would take minutes. */
    private static final String STUDY = """
            name: interrupted
            question: Does Ctrl-C leave a trace?
            data: {source: quadratic, dimension: 20}
            training: {workers: 2, seeds: [1, 2]}
            sweep: {training.steps: [20, 3000000]}
            """;

    @TempDir
    private Path temporary;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNoProcessBehind() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(Path study, Path out) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(
                List.of("-cp", classPath(), Main.class.getName(), "run", study.toString(), "--out", out.toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(temporary.resolve("output.txt").toFile())
                .redirectError(temporary.resolve("errors.txt").toFile())
                .start();
        started.add(process);
        return process;
    }

    /** Surefire hides the class path in a jar of its own. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static void sendCtrlC(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static void awaitFile(Path file) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("%s is there in time", file).isLessThan(deadlineNs);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Whoever starts a process in the background of a script has it ignore Ctrl-C, and its children too. */
    private static boolean heedsCtrlC() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                    .noneMatch(ignored -> (ignored & 2) != 0);
        }
    }

    @Test
    void ctrlCKeepsWhatIsFinishedAndTheSameCommandGoesOn() throws IOException, InterruptedException {
        assumeThat(heedsCtrlC()).isTrue();
        Path study = Command.study(temporary, STUDY);
        Path out = temporary.resolve("out");

        Process process = start(study, out);
        awaitFile(out.resolve("runs/steps=3000000-seed=1/steps.csv"));
        sendCtrlC(process);

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(temporary.resolve("output.txt")))
                .endsWith("Stopped. 2 of 4 runs finished; the same command again goes on with the rest.\n");
        assertThat(Files.readString(temporary.resolve("errors.txt"))).doesNotContain("noisescale:");
        assertThat(new Results(out).runs()).containsExactly("steps=20-seed=1", "steps=20-seed=2");
        assertThat(out.resolve(".lock")).doesNotExist();
    }
}
