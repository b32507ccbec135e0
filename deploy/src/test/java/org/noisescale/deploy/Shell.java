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
import java.util.stream.Stream;

/** Starts commands the way a user does, in an environment that holds nothing but what a test puts there. */
public final class Shell {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>(Map.of("PATH", System.getenv("PATH")));

    /** A shell that works in the given folder. */
    public Shell(Path folder) {
        this.folder = folder;
    }

    /** Sets a variable of the environment. */
    public Shell with(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** A command that has ended. */
    public record Outcome(int status, String output, String errors) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    /** A command that may still be running; it writes into files. */
    public record Running(Process process, Path output, Path errors) {
        /** Waits for its end. */
        public Outcome end() throws IOException, InterruptedException {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + PATIENCE + ": " + Files.readString(errors));
            }
            return new Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
        }

        /** Asks it to end, and waits until it has. */
        public void stop() {
            process.destroy();
            process.onExit().join();
        }

        /** What it has written so far. */
        public String text() {
            return read(output) + read(errors);
        }
    }

    /** Starts a command and goes on. */
    public Running start(Object... command) throws IOException {
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

    /** Starts a command and waits for its end. */
    public Outcome run(Object... command) throws IOException, InterruptedException {
        return start(command).end();
    }

    /** Writes an executable script. */
    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    /** Waits until what other processes do has come true. */
    public static void await(BooleanSupplier condition, Running... processes) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new IllegalStateException("has not come true within " + PATIENCE + ": "
                        + Stream.of(processes).map(Running::text).toList());
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** The text of a file; nothing if there is none yet. */
    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
