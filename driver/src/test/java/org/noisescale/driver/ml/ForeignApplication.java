package org.noisescale.driver.ml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The example in a JVM of its own, with the flags that a user gives it. */
final class ForeignApplication {
    static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    /** What makes a JVM that lives for seconds start sooner, as the build says it. */
    static final List<String> SMALL = Stream.of(
                    System.getProperty("spark.executor.extraJavaOptions", "").split(" "))
            .filter(flag -> !flag.isEmpty())
            .toList();

    private static final int PATIENCE_SECONDS = 300;

    private ForeignApplication() {}

    /** How it ended. */
    record Outcome(int status, String output) {}

    /** Runs the example to its end. */
    static Outcome run(Path folder, String name, List<String> flags, Map<String, String> configuration)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(flags);
        command.add("-Xmx512m");
        configuration.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-cp",
                CLASS_PATH,
                MachineLearningExample.class.getName(),
                folder.resolve(name + ".data").toString()));
        Process process = start(folder, name, command);
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String output = Files.readString(folder.resolve(name + ".log"));
        return new Outcome(ended ? process.exitValue() : -1, output);
    }

    /** Starts a JVM of a Spark that has no folder but an empty one. */
    static Process start(Path folder, String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(SMALL);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", folder.resolve("home").toString(),
                        "SPARK_SCALA_VERSION", "2.13",
                        "SPARK_LOCAL_IP", "127.0.0.1",
                        "OMP_NUM_THREADS", "1"));
        return builder.start();
    }
}
