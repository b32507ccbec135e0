package org.noisescale.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A cluster of one node, with nothing on it but an installation: makes the pods of its StatefulSet and its Job, waits
 * for the Job's end, deletes what is left. It is a process of its own, because its network is; what happened is
 * printed, a fact a line.
 */
final class Cluster implements AutoCloseable {
    static final String DRIVER = "noisescale-driver-abcde";
    static final String BROKEN_EXECUTORS = "broken-executors";
    static final String NO_RIGHT_TO_PODS = "no-right-to-pods";
    static final String NO_SERVERS = "no-servers";
    private static final String ADDRESS = "10.244.0.1";
    private static final String API = "kubernetes.default.svc";
    private static final int PATIENCE_SECONDS = 120;

    private final Manifests manifests;
    private final Path folder;
    private final ApiServer api;
    private final TlsFront front;
    private final KubernetesClient client;
    private final Addresses addresses = new Addresses();
    private final Kubelet kubelet;

    private Cluster(Manifests manifests, Path folder, List<String> options)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.manifests = manifests;
        this.folder = folder;
        JsonNode role = manifests.object("Role", "noisescale-driver");
        if (options.contains(NO_RIGHT_TO_PODS)) {
            ((ArrayNode) role.path("rules")).remove(0);
        }
        api = new ApiServer(role);
        front = new TlsFront(API, ADDRESS, api.port(), folder);
        addresses.nameAddress(ADDRESS, API);
        client = api.client();
        Volumes volumes = new Volumes(client, front.certificate(), folder.resolve("claims"));
        List<String> executors = options.contains(BROKEN_EXECUTORS) ? List.of("/usr/bin/false") : List.of();
        kubelet = new Kubelet(client, volumes, addresses, Files.createDirectory(folder.resolve("pods")), executors);
    }

    /** The words: a file of rendered manifests, a folder, and what is to be different. */
    public static void main(String[] words) throws IOException, GeneralSecurityException, InterruptedException {
        Manifests manifests = new Manifests("rendered", Manifests.read(Files.readString(Path.of(words[0]))));
        List<String> options = List.of(words).subList(2, words.length);
        try (Cluster cluster = new Cluster(manifests, Path.of(words[1]), options)) {
            List<String> servers = options.contains(NO_SERVERS) ? List.of() : cluster.servers();
            cluster.apply(servers);
            cluster.awaitTheDriver();
            cluster.tellWhatIsLeft();
            cluster.end(servers);
        }
        System.exit(0); // the imitated server's threads go on
    }

    private static void say(String fact) {
        System.out.println(fact);
    }

    private void apply(List<String> servers) throws InterruptedException, IOException {
        manifests.ofKind("ConfigMap").forEach(object -> create(object, ConfigMap.class));
        manifests.ofKind("Secret").forEach(object -> create(object, Secret.class));
        servers.forEach(name -> addresses.name(name, name + "." + serviceName()));
        servers.forEach(name -> create(name, serverSet()));
        create(DRIVER, manifests.object("Job", "noisescale-driver"));
        for (String name : servers) {
            say((kubelet.becomesReady(name) ? "ready " : "not ready ") + name);
        }
        if (!servers.isEmpty()) {
            say(kubelet.process(servers.get(0)).execute(doctor(servers.get(1)).split(" ", -1)));
        }
    }

    private JsonNode serverSet() {
        return manifests.object("StatefulSet", "noisescale-server");
    }

    private String serviceName() {
        return serverSet().at("/spec/serviceName").asText();
    }

    private List<String> servers() {
        return IntStream.range(0, serverSet().at("/spec/replicas").asInt())
                .mapToObj(index -> Manifests.nameOf(serverSet()) + "-" + index)
                .toList();
    }

    private <T extends HasMetadata> void create(JsonNode object, Class<T> type) {
        client.resource(client.getKubernetesSerialization().convertValue(object, type))
                .create();
    }

    /** As a controller makes a pod out of a template. */
    private void create(String name, JsonNode owner) {
        PodTemplateSpec template =
                client.getKubernetesSerialization().convertValue(owner.at("/spec/template"), PodTemplateSpec.class);
        Pod pod = new PodBuilder()
                .withMetadata(template.getMetadata())
                .withSpec(template.getSpec())
                .editMetadata()
                .withName(name)
                .withNamespace(ApiServer.NAME_SPACE)
                .endMetadata()
                .build();
        client.resource(pod).create();
    }

    /** As README.md says it. */
    private String doctor(String other) {
        return "/opt/noisescale/bin/noisescale doctor --workers 8 --shards 4 --server " + other + "." + serviceName()
                + ":4700 --token-file /etc/noisescale/token/token";
    }

    private void awaitTheDriver() throws InterruptedException {
        Process driver = kubelet.process(DRIVER).process();
        boolean ended = driver.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        say(ended ? "driver ended with " + driver.exitValue() : "driver goes on");
        for (PodProcess executor : kubelet.executors()) {
            say("there was executor " + executor.name());
            if (!executor.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                say("executor goes on: " + executor.name());
            }
        }
    }

    private void tellWhatIsLeft() throws IOException {
        Manifests.YAML.writeValue(folder.resolve("executors.yaml").toFile(), kubelet.executorPods());
        client.pods()
                .withLabel("spark-role", "executor")
                .list()
                .getItems()
                .forEach(pod -> say("left pod " + pod.getMetadata().getName()));
        List<String> own =
                manifests.ofKind("ConfigMap").stream().map(Manifests::nameOf).toList();
        client.configMaps().list().getItems().stream()
                .map(map -> map.getMetadata().getName())
                .filter(name -> !own.contains(name))
                .forEach(name -> say("left config map " + name));
        api.requests().forEach(request -> say("asked to " + request));
        api.refusals().forEach(request -> say("may not " + request));
    }

    private void end(List<String> servers) throws InterruptedException {
        for (String name : servers) {
            client.pods().withName(name).delete();
            boolean ended = kubelet.process(name).process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            say(name + (ended ? " ended with " + kubelet.process(name).process().exitValue() : " goes on"));
        }
    }

    @Override
    public void close() throws IOException {
        kubelet.close();
        client.close();
        front.close();
        api.close();
    }
}
