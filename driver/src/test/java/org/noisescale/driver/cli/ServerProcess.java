package org.noisescale.driver.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.noisescale.parameterserver.transport.AeronNode;

/** {@code noisescale serve} in a JVM of its own, on loopback; what it keeps in memory is in the test's folder. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Path output;
    private final Path memory;
    private final String address;
    private final ProcessBuilder builder;
    private Process process;

    private ServerProcess(Path folder, int port, Object... options) throws IOException {
        address = "127.0.0.1:" + port;
        output = folder.resolve("serve-" + port + ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Xmx256m");
        command.add("-Dlog4j2.configurationFile=" + Path.of("../deploy/conf/log4j2.xml"));
        command.addAll(List.of("-cp", classPath(), org.noisescale.parameterserver.process.Main.class.getName()));
        command.addAll(List.of("--listen", address));
        Stream.of(options).map(Object::toString).forEach(command::add);
        builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        memory = Files.createDirectories(folder.resolve("memory-" + port));
        builder.environment().put(AeronNode.FOLDER_VARIABLE, memory.toString());
        process = builder.start();
    }

    /** Starts another one like it at the same address after its end, and waits until it serves. */
    void startAgain() throws IOException {
        process.onExit().join();
        process = builder.start();
        awaitOutput("Serving on");
    }

    /** Starts one that writes into a folder, and waits until it serves. */
    static ServerProcess start(Path folder, Object... options) throws IOException {
        ServerProcess server = new ServerProcess(folder, freePort(), options);
        server.awaitOutput("Serving on");
        return server;
    }

    /** Surefire hides the class path in a jar of its own. */
    static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static int freePort() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (DatagramSocket first = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    DatagramSocket second =
                            new DatagramSocket(first.getLocalPort() + 1, InetAddress.getLoopbackAddress())) {
                return second.getLocalPort() - 1;
            } catch (IOException | IllegalArgumentException taken) {
                // The next port is in use; another pair may be free.
            }
        }
        throw new IOException("no free ports");
    }

    /** {@code HOST:PORT}. */
    String address() {
        return address;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    void awaitOutput(String text) throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!output().contains(text)) {
            if (System.nanoTime() > deadlineNs || !process.isAlive()) {
                throw new AssertionError("no \"" + text + "\" in: " + output());
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Asks it to end, as Kubernetes does; the result is its exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("a server does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** What the process has in memory, or has left there. */
    Path memory() {
        return memory;
    }
}
