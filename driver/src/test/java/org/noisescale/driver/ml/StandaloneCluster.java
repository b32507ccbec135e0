package org.noisescale.driver.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Spark's own master and one worker with two cores, each in a JVM of its own, on this machine. */
final class StandaloneCluster implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String DEPLOY = "org.apache.spark.deploy.";

    private final Path folder;
    private final String master;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path folder, int port) {
        this.folder = folder;
        this.master = "spark://" + LOOPBACK + ":" + port;
    }

    static StandaloneCluster start(Path folder) {
        try {
            Files.createDirectories(folder.resolve("home/jars"));
            int port = freePort();
            StandaloneCluster cluster = new StandaloneCluster(folder, port);
            cluster.launch("master", "master.Master", "--port", String.valueOf(port));
            String work = folder.resolve("work").toString();
            cluster.launch("worker", "worker.Worker", "--cores", "2", "--memory", "2g", "-d", work, cluster.master);
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String master() {
        return master;
    }

    private void launch(String name, String mainClass, String... arguments) throws IOException {
        List<String> flags = List.of("-Xmx256m", "-cp", ForeignApplication.CLASS_PATH, DEPLOY + mainClass);
        List<String> addresses = List.of("--host", LOOPBACK, "--webui-port", "0");
        processes.add(ForeignApplication.start(
                folder,
                name,
                Stream.of(flags, addresses, List.of(arguments))
                        .flatMap(List::stream)
                        .toList()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        processes.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }
}
