package org.noisescale.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The process of a pod: its words, variables and volumes as Kubernetes makes them out of the specification, in name
 * spaces of its own, at an address of its own. Only root may start it.
 */
final class PodProcess {
    private static final Path SCRIPT = Path.of("target/test-classes/pod.sh").toAbsolutePath();
    private static final Path ENTRYPOINT = Path.of("container/entrypoint").toAbsolutePath();
    private static final Pattern LABEL = Pattern.compile("metadata\\.labels\\['(.+)']");
    private static final String COMMAND = "/opt/noisescale/bin/entrypoint";

    private final Pod pod;
    private final Container container;
    private final Addresses addresses;
    private final String address;
    private final Path folder;
    private final Process process;

    /**
     * Starts it.
     *
     * @param folder empty, for what belongs to the pod
     * @param executorCommand what an executor starts in place of the image's entry point, or nothing
     */
    PodProcess(Pod pod, Addresses addresses, Path folder, Volumes volumes, List<String> executorCommand)
            throws IOException, InterruptedException {
        this.pod = pod;
        this.addresses = addresses;
        this.folder = folder;
        address = addresses.of(name());
        container = pod.getSpec().getContainers().get(0);
        tellNames();
        Files.writeString(folder.resolve("hostname"), name() + "\n");
        Files.writeString(folder.resolve("mounts"), volumes.mounts(pod, folder));
        Files.writeString(folder.resolve("variables"), variableLines());
        if (Objects.equals(container.getSecurityContext().getReadOnlyRootFilesystem(), true)) {
            Files.createFile(folder.resolve("read-only"));
        }
        process = start(isExecutor() && !executorCommand.isEmpty() ? executorCommand : words());
    }

    /** Tells it the names of all pods, and their addresses now. */
    void tellNames() throws IOException {
        Files.writeString(folder.resolve("hosts"), addresses.hosts(name(), address));
    }

    /** As Kubernetes puts variables into words: those that are there. */
    private static String expand(String text, Map<String, String> variables) {
        String expanded = text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            expanded = expanded.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        return expanded;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            variables.put(variable.getName(), expand(value(variable), variables));
        }
        return variables;
    }

    private String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return Objects.toString(variable.getValue(), "");
        }
        String field = variable.getValueFrom().getFieldRef().getFieldPath();
        Matcher label = LABEL.matcher(field);
        if (label.matches()) {
            return Objects.requireNonNull(pod.getMetadata().getLabels().get(label.group(1)), field);
        }
        return switch (field) {
            case "status.podIP" -> address;
            case "metadata.name" -> name();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            default -> throw new IllegalStateException("no such field for " + variable.getName());
        };
    }

    private String variableLines() {
        return variables().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private List<String> words() {
        List<String> words = new ArrayList<>(List.of(COMMAND));
        container.getArgs().forEach(word -> words.add(expand(word, variables())));
        return words;
    }

    private Process start(List<String> words) throws IOException, InterruptedException {
        makeNetwork();
        String image = container.getImage().contains("noisescale-server") ? "noisescale-server" : "noisescale";
        List<String> command = new ArrayList<>(
                List.of("ip", "netns", "exec", network(), "unshare", "--mount", "--pid", "--uts", "--fork", "bash"));
        command.add(SCRIPT.toString());
        command.add(folder.toString());
        command.add(System.getProperty("java.home"));
        command.add(Path.of("target", image).toAbsolutePath().toString());
        command.add(ENTRYPOINT.toString());
        command.add(user());
        command.add(Objects.requireNonNullElse(container.getWorkingDir(), "/tmp"));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private String user() {
        return pod.getSpec().getSecurityContext().getRunAsUser().toString();
    }

    /** One for each address, which is what the names of links have room for. */
    private String network() {
        return "pod" + address.replaceFirst("10\\.244\\.", "").replace('.', '-');
    }

    private void makeNetwork() throws IOException, InterruptedException {
        String network = network();
        for (String command : List.of(
                "ip netns add " + network,
                "ip link add " + network + " type veth peer name eth0 netns " + network,
                "ip link set " + network + " master pods up",
                "ip -n " + network + " address add " + address + "/16 dev eth0",
                "ip -n " + network + " link set eth0 up",
                "ip -n " + network + " link set lo up")) {
            if (new ProcessBuilder(command.split(" ", -1)).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException(command + " fails");
            }
        }
    }

    String name() {
        return pod.getMetadata().getName();
    }

    String address() {
        return address;
    }

    Container container() {
        return container;
    }

    Process process() {
        return process;
    }

    /** The pod as it was when it began. */
    Pod pod() {
        return pod;
    }

    /** Whether a pod is the one that it was started for, and not another one of that name. */
    boolean isOf(Pod other) {
        return pod.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    boolean isExecutor() {
        return Objects.equals(pod.getMetadata().getLabels().get("spark-role"), "executor");
    }

    /** What it has written. */
    Path log() {
        return folder.resolve("log");
    }

    /** Runs a further command in it, as {@code kubectl exec} does; answers with what that writes. */
    String execute(String... words) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        long inside = process.children().findFirst().orElseThrow().pid();
        List<String> command = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(inside)));
        command.addAll(List.of("--mount", "--net", "--pid", "--uts"));
        command.addAll(List.of("chroot", folder.resolve("root").toString(), "/usr/bin/setpriv"));
        command.addAll(List.of("--reuid=" + user(), "--regid=" + user(), "--clear-groups", "--no-new-privs"));
        command.addAll(List.of("--bounding-set=-all", "/usr/bin/env", "-i", "-C", "/tmp", "PATH=/usr/bin:/bin"));
        command.add("JAVA_HOME=" + System.getProperty("java.home"));
        command.addAll(List.of(words));
        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        return Files.readString(output) + "status " + status + "\n";
    }

    /** Asks it to end, as Kubernetes does when its pod is deleted. */
    void terminate() {
        process.children().forEach(ProcessHandle::destroy);
    }

    /** Ends it, as the kernel does when memory is short. */
    void kill() {
        process.children().forEach(ProcessHandle::destroyForcibly);
    }
}
