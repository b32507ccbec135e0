package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.noisescale.parameterserver.transport.AeronNode;

/** The command line in a JVM of its own, which can be killed, and so can its executors. */
public final class DriverProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final int EXECUTORS = 2;
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
    /** The build says which they are in tests. */
    private static final String EXECUTOR_FLAGS = "spark.executor.extraJavaOptions";

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private final Process process;
    private final Path output;

    private DriverProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a command; Spark has a folder that is empty but for its logs, and what is kept in memory is in the same
     * folder, which is removed with whatever a process leaves there that is killed.
     */
    static DriverProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, Main.class, arguments);
    }

    /** Starts another program in the same way. */
    public static DriverProcess start(Path folder, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-Dspark.executor.extraClassPath=" + CLASS_PATH,
                "-D" + EXECUTOR_FLAGS + "=" + System.getProperty(EXECUTOR_FLAGS, ""),
                "-cp",
                CLASS_PATH,
                main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("jars"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME",
                        home.toString(),
                        "SPARK_SCALA_VERSION",
                        "2.13",
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        AeronNode.FOLDER_VARIABLE,
                        Files.createDirectories(folder.resolve("memory")).toString()));
        return new DriverProcess(builder.start(), output);
    }

    /** Kills it as the operating system does that runs out of memory: at once, without a word. */
    void kill() {
        kill(process.toHandle());
    }

    private static void kill(ProcessHandle victim) {
        victim.destroyForcibly();
        victim.onExit().join();
    }

    /** The same with one of its executors. */
    void killAnExecutor() {
        kill(executors().get(0));
    }

    /** Kills one of its executors while another one is suspended, for which it waits. */
    void killAnExecutorThatWaits(BooleanSupplier waiting) throws IOException, InterruptedException {
        ProcessHandle waited = executors().get(0);
        ProcessHandle victim = executors().get(1);
        signal("STOP", waited);
        await(waiting);
        kill(victim);
        signal("CONT", waited);
    }

    /** Kills one of its executors when all have been suspended for so long that something is asked of them. */
    void killAnExecutorThatIsAsked(BooleanSupplier asked) throws IOException, InterruptedException {
        await(() -> executors().size() == EXECUTORS);
        List<ProcessHandle> suspended = executors();
        for (ProcessHandle executor : suspended) {
            signal("STOP", executor);
        }
        await(asked);
        kill(suspended.get(0));
        for (ProcessHandle executor : suspended) {
            signal("CONT", executor);
        }
    }

    private List<ProcessHandle> executors() {
        return process.descendants().filter(DriverProcess::isExecutor).toList();
    }

    private static void signal(String name, ProcessHandle receiver) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(receiver.pid()))
                .start()
                .waitFor();
    }

    /** Java itself gives no command line as long as this one. */
    private static boolean isExecutor(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"))
                    .contains(EXECUTOR);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Waits until something is so, while it runs. */
    void await(BooleanSupplier condition) throws IOException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as(output()).isTrue();
            assertThat(System.nanoTime()).as(output()).isLessThan(deadlineNs);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Waits for its end; gives its status. */
    public int awaitEnd() throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        return process.exitValue();
    }

    public String output() throws IOException {
        return Files.readString(output);
    }

    /** Whether it has said so. */
    boolean says(String text) {
        try {
            return output().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        List<ProcessHandle> executors = process.descendants().toList();
        kill(process.toHandle());
        executors.forEach(DriverProcess::kill);
    }
}
