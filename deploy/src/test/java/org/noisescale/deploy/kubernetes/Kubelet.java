package org.noisescale.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts a process for every pod, asks its probes, tells of its state, and ends it with the pod. */
final class Kubelet implements AutoCloseable {
    private static final int OK = 200;
    private static final int PATIENCE_SECONDS = 30;

    private final KubernetesClient client;
    private final Volumes volumes;
    private final Addresses addresses;
    private final Path folder;
    private final List<String> executorCommand;
    private final Watch watch;
    private final Map<String, CompletableFuture<PodProcess>> started = new ConcurrentHashMap<>();
    private final Map<String, Pod> seen = new ConcurrentHashMap<>();

    /** One whose executors do as their image says, or what a command does that is given. */
    Kubelet(KubernetesClient client, Volumes volumes, Addresses addresses, Path folder, List<String> executorCommand) {
        this.client = client;
        this.volumes = volumes;
        this.addresses = addresses;
        this.folder = folder;
        this.executorCommand = executorCommand;
        watch = client.pods().watch(new Events());
    }

    /** What happens to pods. */
    private final class Events implements Watcher<Pod> {
        @Override
        public void eventReceived(Action action, Pod pod) {
            String name = pod.getMetadata().getName();
            if (action == Action.ADDED) {
                seen.put(name, pod);
                new Thread(() -> begin(name, pod), name).start();
            } else if (action == Action.DELETED) {
                process(name).terminate();
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private static boolean isExecutor(Pod pod) {
        return Objects.equals(pod.getMetadata().getLabels().get("spark-role"), "executor");
    }

    private void begin(String name, Pod pod) {
        try {
            Path home = Files.createDirectories(folder.resolve(name));
            Files.writeString(home.resolve("hosts"), addresses.hosts(name));
            List<String> command = isExecutor(pod) ? executorCommand : List.of();
            PodProcess begun = new PodProcess(pod, addresses.of(name), home, volumes, command);
            future(name).complete(begun);
            say(begun, "Running");
            say(begun, begun.process().waitFor() == 0 ? "Succeeded" : "Failed");
        } catch (IOException e) {
            future(name).completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<PodProcess> future(String name) {
        return started.computeIfAbsent(name, unknown -> new CompletableFuture<>());
    }

    /** Does nothing where the pod is gone. */
    private void say(PodProcess pod, String phase) {
        Pod there = client.pods().withName(pod.name()).get();
        if (there != null) {
            client.pods()
                    .resource(new PodBuilder(there)
                            .withNewStatus()
                            .withPhase(phase)
                            .withPodIP(pod.address())
                            .addNewCondition()
                            .withType("Ready")
                            .withStatus("True")
                            .endCondition()
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    /** Asks a pod's probes until all agree; whether they do before it ends. */
    boolean becomesReady(String name) {
        PodProcess pod = process(name);
        List<Probe> probes = List.of(
                pod.container().getStartupProbe(),
                pod.container().getReadinessProbe(),
                pod.container().getLivenessProbe());
        for (Probe probe : probes) {
            while (!agrees(pod, probe)) {
                if (!pod.process().isAlive()) {
                    return false;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
        return true;
    }

    private static boolean agrees(PodProcess pod, Probe probe) {
        int port = pod.container().getPorts().stream()
                .filter(named ->
                        named.getName().equals(probe.getHttpGet().getPort().getStrVal()))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow();
        URI place = URI.create(
                "http://" + pod.address() + ":" + port + probe.getHttpGet().getPath());
        try {
            HttpURLConnection connection = (HttpURLConnection) place.toURL().openConnection();
            return connection.getResponseCode() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The pods of all executors that there have been. */
    List<Pod> executorPods() {
        return seen.values().stream().filter(Kubelet::isExecutor).toList();
    }

    /** A pod's process, as soon as there is one. */
    PodProcess process(String name) {
        return future(name).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The executors that there have been. */
    List<PodProcess> executors() {
        return executorPods().stream()
                .map(pod -> process(pod.getMetadata().getName()))
                .toList();
    }

    @Override
    public void close() {
        watch.close();
        seen.keySet().forEach(name -> process(name).process().descendants().forEach(ProcessHandle::destroyForcibly));
    }
}
