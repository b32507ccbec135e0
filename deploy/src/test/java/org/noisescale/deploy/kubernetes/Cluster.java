package org.noisescale.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster of one node, with nothing on it but an installation: makes the pods of its StatefulSet and its Job, waits
 * for the Job's end, deletes what is left. It is a process of its own, because its network is; what happened is
 * printed, a fact a line.
 */
final class Cluster implements AutoCloseable {
    static final String DRIVER = "noisescale-driver-abcde";
    /** Where the results of the first run are while there is a second one. */
    static final String FIRST_RESULTS = "first";

    static final String BROKEN_EXECUTORS = "broken-executors";
    static final String KILLED_DRIVER = "killed-driver";
    static final String NO_RIGHT_TO_PODS = "no-right-to-pods";
    static final String NO_SERVERS = "no-servers";
    private static final String DRIVER_OF_THE_SECOND_RUN = "noisescale-driver-fghij";
    private static final String ADDRESS = "10.244.0.1";
    private static final String API = "kubernetes.default.svc";
    private static final int PATIENCE_SECONDS = 120;
    /** As many as the study has workers. */
    private static final int EXECUTORS = 2;

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
        JsonNode role = manifests.object("Role", Manifests.DRIVER);
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
            if (options.contains(KILLED_DRIVER)) {
                cluster.loseTheDriver();
            } else if (options.contains(NO_SERVERS)) {
                cluster.run(List.of());
            } else {
                cluster.runTwice();
            }
        }
        System.exit(0); // the imitated server's threads go on
    }

    private static void say(String fact) {
        System.out.println(fact);
    }

    private void run(List<String> servers) throws InterruptedException, IOException {
        apply(servers);
        await(DRIVER);
        tellOfExecutors();
        tellWhatIsLeft();
    }

    /** With servers that are new for the second time, as {@code kubectl rollout restart} makes them. */
    private void runTwice() throws InterruptedException, IOException {
        List<String> servers = servers();
        run(servers);
        Path claim = folder.resolve("claims/noisescale-results");
        Files.move(claim.resolve("noisescale-out"), claim.resolve(FIRST_RESULTS));
        for (String name : servers) {
            end(name);
            nameServer(name);
            create(name, serverSet());
            tellWhetherReady(name);
        }
        say(kubelet.process(servers.get(0)).execute(doctor(servers).split(" ", -1)));
        create(DRIVER_OF_THE_SECOND_RUN, job());
        await(DRIVER_OF_THE_SECOND_RUN);
        for (String name : servers) {
            end(name);
        }
        tellWhatIsLeft();
    }

    private void loseTheDriver() throws InterruptedException, IOException {
        apply(servers());
        while (kubelet.executors().size() < EXECUTORS
                || !kubelet.executors().stream().allMatch(Cluster::isRegistered)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        kubelet.process(DRIVER).kill();
        await(DRIVER);
        tellOfExecutors();
        end(DRIVER);
        collectGarbage();
        tellWhatIsLeft();
    }

    private static boolean isRegistered(PodProcess executor) {
        try {
            return Files.readString(executor.log()).contains("Successfully registered with driver");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void apply(List<String> servers) throws InterruptedException {
        manifests.ofKind("ConfigMap").forEach(object -> create(object, ConfigMap.class));
        manifests.ofKind("Secret").forEach(object -> create(object, Secret.class));
        servers.forEach(this::nameServer);
        servers.forEach(name -> create(name, serverSet()));
        create(DRIVER, job());
        servers.forEach(this::tellWhetherReady);
    }

    private void nameServer(String name) {
        addresses.name(name, name + "." + serviceName());
    }

    private void tellWhetherReady(String name) {
        say((kubelet.becomesReady(name) ? "ready " : "not ready ") + name + " at "
                + kubelet.process(name).address());
    }

    private JsonNode job() {
        return manifests.object("Job", Manifests.DRIVER);
    }

    private JsonNode serverSet() {
        return manifests.object("StatefulSet", Manifests.SERVER);
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

    /** As README.md says it, for the study of this overlay. */
    private String doctor(List<String> servers) {
        return "/opt/noisescale/bin/noisescale doctor --workers 2 --shards " + servers.size() + " --server "
                + servers.get(1) + "." + serviceName() + ":4700 --token-file /etc/noisescale/token/token";
    }

    private void await(String driver) throws InterruptedException {
        Process process = kubelet.process(driver).process();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        say(ended ? driver + " ended with " + process.exitValue() : driver + " goes on");
    }

    private void tellOfExecutors() throws InterruptedException, IOException {
        Manifests.YAML.writeValue(
                folder.resolve("executors.yaml").toFile(),
                kubelet.executors().stream().map(PodProcess::pod).toList());
        for (PodProcess executor : kubelet.executors()) {
            say("there was executor " + executor.name());
            if (!executor.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                say("executor goes on: " + executor.name());
            }
        }
    }

    /** Deletes what is owned by nothing that is there, as Kubernetes does. */
    private void collectGarbage() {
        Set<String> there = client.pods().list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
        for (HasMetadata object : Stream.<HasMetadata>concat(
                        client.pods().list().getItems().stream(), client.configMaps().list().getItems().stream())
                .toList()) {
            ObjectMeta metadata = object.getMetadata();
            List<OwnerReference> owners = metadata.getOwnerReferences();
            if (!owners.isEmpty() && owners.stream().noneMatch(owner -> there.contains(owner.getUid()))) {
                say("collected " + object.getKind() + " of " + owners.get(0).getName());
                client.resource(object).delete();
            }
        }
    }

    private void tellWhatIsLeft() {
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

    /** Deletes a pod, and waits until its process has ended. */
    private void end(String name) throws InterruptedException {
        PodProcess pod = kubelet.process(name);
        client.pods().withName(name).delete();
        boolean ended = pod.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        say(name + (ended ? " ended with " + pod.process().exitValue() : " goes on"));
    }

    @Override
    public void close() throws IOException {
        kubelet.close();
        client.close();
        front.close();
        api.close();
    }
}
