package org.noisescale.driver.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.results.Build;
import org.noisescale.parameterserver.transport.AeronNode;

/** A JVM of our own build, in the background: the end of the terminal does not end it. */
final class JvmProcess {
    /** Neither Spark's master nor its worker computes. */
    private static final String HEAP = "-Xmx512m";

    /** Set by the start script of the distribution. */
    private static final String HOME = "noisescale.home";
    /** Read by it. */
    private static final String JVM_FLAGS = "NOISESCALE_JAVA_OPTS";
    /**
     * Starts a program again that ended without having been asked to, as long as the file is there that is named first;
     * not for ever, since what fails at once would fail again: sixty times, counted anew after a minute of life. What
     * fails at once may wait for another process that is being started again, such as the media driver, and is given a
     * second for it.
     */
    private static final String KEEPER = """
            left=60
            while :; do
                began=$(date +%s)
                "$@"
                status=$?
                case $status in 0 | 130 | 143) exit $status ;; esac
                lived=$(($(date +%s) - began))
                [ $lived -lt 60 ] || left=60
                [ $lived -ge 3 ] || sleep 1
                [ -e "$0" ] && [ $left -gt 0 ] || exit $status
                left=$((left - 1))
                echo "ended with status $status, and is started again"
            done
            """;
    /** The main class of the parameter server, which needs nothing of Spark. */
    private static final String SERVER = "org.noisescale.parameterserver.process.Main";

    private JvmProcess() {}

    /** Starts a program whose output goes to its log. */
    static ClusterProcess start(ClusterFolder folder, String name, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(java(), HEAP));
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return launch(folder, name, command, environment(folder));
    }

    /**
     * Starts a server that shares the cluster's media driver: from the distribution with what a server needs and
     * nothing else, as {@code noisescale serve} does; from other class paths with all of them.
     */
    static ClusterProcess serve(ClusterFolder folder, String name, List<String> arguments) {
        String flag = "-D" + AeronNode.MEDIA_DRIVER + "=" + folder.mediaDriver();
        Map<String, String> environment = new HashMap<>(environment(folder));
        List<String> command = new ArrayList<>();
        String home = System.getProperty(HOME);
        if (home == null) {
            command.add(java());
            command.addAll(flags());
            command.addAll(List.of(flag, "-cp", System.getProperty("java.class.path"), SERVER));
        } else {
            command.addAll(List.of(Path.of(home, "bin", "noisescale").toString(), "serve"));
            String given = System.getenv(JVM_FLAGS);
            environment.put(JVM_FLAGS, given == null ? flag : given + " " + flag);
            environment.put("JAVA_HOME", System.getProperty("java.home"));
        }
        command.addAll(arguments);
        return launch(folder, name, command, environment);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> flags() {
        return List.of(Build.current().jvmFlags().split(" "));
    }

    private static ClusterProcess launch(
            ClusterFolder folder, String name, List<String> program, Map<String, String> environment) {
        List<String> command = new ArrayList<>(
                List.of("nohup", "sh", "-c", KEEPER, folder.keeping().toString()));
        command.addAll(program);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.path().toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.log(name).toFile());
            builder.environment().putAll(environment);
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
    private static Map<String, String> environment(ClusterFolder folder) {
        try {
            return environment(folder, Files.createDirectories(folder.memory()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment(ClusterFolder folder, String memory) throws IOException {
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
