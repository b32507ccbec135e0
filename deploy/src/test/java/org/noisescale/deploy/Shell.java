package org.noisescale.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Starts commands the way a user does, in an environment that holds nothing but what a test puts there. */
final class Shell {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>(Map.of("PATH", System.getenv("PATH")));

    /** A shell that works in the given folder. */
    Shell(Path folder) {
        this.folder = folder;
    }

    Shell with(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** A command that has ended. */
    record Outcome(int status, String output, String errors) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    /** A command that may still be running; it writes its standard error into a file. */
    record Running(Process process, Path output, Path errors) {
        Outcome end() throws IOException, InterruptedException {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + PATIENCE + ": " + Files.readString(errors));
            }
            return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
        }
    }

    Running start(Object... command) throws IOException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(command).stream().map(Object::toString).toList())
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), output, errors);
    }

    Outcome run(Object... command) throws IOException, InterruptedException {
        return start(command).end();
    }

    /** Writes an executable script. */
    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** Waits until what another process does has come true. */
    static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("has not come true within " + PATIENCE);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
