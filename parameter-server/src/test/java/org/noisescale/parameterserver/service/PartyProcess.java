package org.noisescale.parameterserver.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * A {@link ToyParty} in a JVM of its own, if asked for in a network namespace of its own. What it keeps in memory is in
 * the test's folder.
 */
final class PartyProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 90;

    private final Process process;
    private final Path log;

    private PartyProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param before a command that runs the rest of its line, or nothing
     * @param flags of the JVM, beside those of this one
     */
    static PartyProcess start(Path folder, List<String> before, List<String> flags, Object... arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(flags);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, ToyParty.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        try {
            Path log = Files.createTempFile(folder, "party", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            Path memory = Files.createDirectories(folder.resolve("memory"));
            builder.environment().put(AeronNode.FOLDER_VARIABLE, memory.toString());
            return new PartyProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash that it printed at its end. */
    String hash() throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String[] hashes = ToyParty.hashes(output());
        if (!ended || hashes.length != 1) {
            throw new IllegalStateException((ended ? "ended" : "still running") + " without a hash: " + output());
        }
        return hashes[0];
    }

    boolean endsWithin(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its media driver has begun to send. */
    boolean hasSockets() {
        Path sockets = Path.of("/proc", String.valueOf(process.pid()), "net", "udp");
        Path descriptors = Path.of("/proc", String.valueOf(process.pid()), "fd");
        try (Stream<Path> open = Files.list(descriptors)) {
            return Files.exists(sockets) && open.filter(PartyProcess::isSocket).count() >= 2;
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }

    /** Sends a signal, such as STOP, CONT or KILL. */
    void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
