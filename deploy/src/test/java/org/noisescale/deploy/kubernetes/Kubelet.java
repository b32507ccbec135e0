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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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
    private final Map<String, CompletableFuture<PodProcess>> present = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<PodProcess>> all = new ConcurrentLinkedQueue<>();

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
                CompletableFuture<PodProcess> future = future(name);
                all.add(future);
                new Thread(() -> begin(pod, future), name).start();
            } else if (action == Action.DELETED) {
                PodProcess gone = process(name);
                present.remove(name);
                addresses.remove(name);
                gone.terminate();
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException(cause);
        }
    }

    private void begin(Pod pod, CompletableFuture<PodProcess> future) {
        try {
            PodProcess begun = new PodProcess(pod, addresses, home(pod), volumes, executorCommand);
            future.complete(begun);
            for (PodProcess other : started().toList()) {
                other.tellNames();
            }
            say(begun, "Running");
            say(begun, begun.process().waitFor() == 0 ? "Succeeded" : "Failed");
        } catch (IOException e) {
            future.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A folder of the pod's name, or of its name and its address if another one had that name before. */
    private Path home(Pod pod) throws IOException {
        String name = pod.getMetadata().getName();
        boolean isFirst = !Files.exists(folder.resolve(name));
        return Files.createDirectory(folder.resolve(isFirst ? name : name + "-at-" + addresses.of(name)));
    }

    private CompletableFuture<PodProcess> future(String name) {
        return present.computeIfAbsent(name, unknown -> new CompletableFuture<>());
    }

    /** Does nothing where the pod is gone. */
    private void say(PodProcess pod, String phase) {
        Pod there = client.pods().withName(pod.name()).get();
        if (there != null && pod.isOf(there)) {
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
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
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

    /** The process of a pod that is there, as soon as there is one. */
    PodProcess process(String name) {
        return future(name).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The executors that there have been. */
    List<PodProcess> executors() {
        return all.stream()
                .map(future -> future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .map(CompletableFuture::join)
                .filter(PodProcess::isExecutor)
                .toList();
    }

    private Stream<PodProcess> started() {
        return all.stream()
                .filter(future -> future.isDone() && !future.isCompletedExceptionally())
                .map(CompletableFuture::join);
    }

    @Override
    public void close() {
        watch.close();
        started().forEach(pod -> pod.process().descendants().forEach(ProcessHandle::destroyForcibly));
    }
}
