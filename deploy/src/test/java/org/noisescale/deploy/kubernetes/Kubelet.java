package org.noisescale.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Starts a process for every executor's pod, with the pod's words and variables, and ends it with the pod. */
final class Kubelet implements AutoCloseable {
    private static final String ADDRESS = "127.0.0.1";

    private final KubernetesClient client;
    private final Path entrypoint;
    private final Path folder;
    private final Watch watch;
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
    private final Map<String, Pod> seen = new ConcurrentHashMap<>();

    Kubelet(ApiServer server, Path entrypoint, Path folder) {
        client = server.client();
        this.entrypoint = entrypoint;
        this.folder = folder;
        watch = client.pods().withLabel("spark-role", "executor").watch(new Events());
    }

    /** What happens to pods. */
    private final class Events implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            String name = pod.getMetadata().getName();
            if (action == Action.ADDED) {
                seen.put(name, pod);
                begin(name, pod);
            } else if (action == Action.DELETED && running.containsKey(name)) {
                running.get(name).destroy();
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private void begin(String name, Pod pod) {
        try {
            Process process = start(name, pod);
            running.put(name, process);
            ends.put(name, process.onExit().thenRun(() -> say(name, process.exitValue() == 0 ? "Succeeded" : "Failed")));
            say(name, "Running");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String name, Pod pod) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Container container = pod.getSpec().getContainers().get(0);
        List<String> command = new ArrayList<>(List.of(entrypoint.toString()));
        command.addAll(container.getArgs());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        Map<String, String> environment = builder.environment();
        container.getEnv().forEach(variable -> environment.put(variable.getName(), value(variable, name)));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_LOCAL_DIRS", home.toString()); // a volume of the pod
        environment.put("NOISESCALE_MEDIA_DRIVERS", home.toString());
        return builder.start();
    }

    private static String value(EnvVar variable, String name) {
        if (variable.getValueFrom() == null) {
            return Objects.toString(variable.getValue(), "");
        }
        return switch (variable.getValueFrom().getFieldRef().getFieldPath()) {
            case "status.podIP" -> ADDRESS;
            case "metadata.name" -> name;
            default -> throw new IllegalStateException("no such field for " + variable.getName());
        };
    }

    /** Does nothing where the pod is gone. */
    private void say(String name, String phase) {
        Pod pod = client.pods().withName(name).get();
        if (pod != null) {
            client.pods()
                    .resource(new PodBuilder(pod)
                            .withNewStatus()
                            .withPhase(phase)
                            .withPodIP(ADDRESS)
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    /** All pods that there have been. */
    List<Pod> pods() {
        return List.copyOf(seen.values());
    }

    /** Those that are still there. */
    List<Pod> remaining() {
        return client.pods().withLabel("spark-role", "executor").list().getItems();
    }

    /** What they wrote. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : seen.keySet()) {
            all.append(Files.readString(folder.resolve(name).resolve("log")));
        }
        return all.toString();
    }

    /** Waits for the end of all processes; those that go on are killed. */
    boolean isIdle() throws InterruptedException {
        for (Process process : running.values()) {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        watch.close();
        running.values().forEach(Process::destroyForcibly);
        client.close();
    }
}
