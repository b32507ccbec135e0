package org.noisescale.driver.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.results.Build;
import org.noisescale.parameterserver.transport.AeronNode;

/** A JVM of our own build, in the background: the end of the terminal does not end it. */
final class JvmProcess {
    /** Neither Spark's master nor its worker computes. */
    private static final String HEAP = "-Xmx512m";

    private JvmProcess() {}

    /** Starts a program whose output goes to its log. */
    static ClusterProcess start(ClusterFolder folder, String name, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "nohup", Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP));
        command.addAll(List.of(Build.current().jvmFlags().split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.log(name).toFile());
            builder.environment().putAll(environment(folder));
            ClusterProcess process = ClusterProcess.of(name, builder.start().toHandle());
            folder.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A worker finds Spark for its executors in the distribution; from other class paths Spark takes what it is told.
     */
    private static Map<String, String> environment(ClusterFolder folder) throws IOException {
        String memory = Files.createDirectories(folder.memory()).toString();
        if (System.getenv("SPARK_HOME") != null) {
            return Map.of(AeronNode.FOLDER_VARIABLE, memory);
        }
        Path home = folder.path().resolve("home");
        Files.createDirectories(home.resolve("jars"));
        return Map.of(
                AeronNode.FOLDER_VARIABLE,
                memory,
                "SPARK_HOME",
                home.toString(),
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_DIST_CLASSPATH",
                System.getProperty("java.class.path"));
    }
}
