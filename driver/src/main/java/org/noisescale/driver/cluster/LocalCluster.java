package org.noisescale.driver.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisescale.driver.study.InputException;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.StandaloneMediaDriver;
import org.noisescale.parameterserver.transport.UdpPorts;

/**
 * A media driver, Spark's master and its workers, and servers on this machine, each a process of its own that outlives
 * who started it, and is started again when it is killed.
 */
public final class LocalCluster {
    private static final String DEPLOY = "org.apache.spark.deploy.";
    /** A crowded machine may take long to start a handful of JVMs. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    /** Spark's worker ends its executors first. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private static final long POLL_MS = 50;

    /** The main class of everything else of ours. */
    private static final String MAIN = "org.noisescale.driver.cli.Main";
    /** What a server says when it is ready. */
    private static final Pattern SERVING = Pattern.compile("Serving on (\\S+) ");

    private final ClusterFolder folder;

    /** Something that becomes true. */
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** The cluster that is, or will be, written down in a folder. */
    public LocalCluster(Path state) {
        folder = new ClusterFolder(state.toAbsolutePath().normalize());
    }

    /**
     * Starts all processes and waits until the workers have found the master.
     *
     * @throws InputException if there is a cluster already, or the port is taken
     * @throws ClusterFailedException if a process does not start; those that did are ended
     */
    public void start(ClusterPlan plan) throws InterruptedException {
        int port = freePort(plan.host(), plan.port());
        folder.begin();
        boolean complete = false;
        try {
            launch(plan, port);
            folder.keep(true);
            complete = true;
        } finally {
            if (!complete) {
                stop();
            }
        }
    }

    private void launch(ClusterPlan plan, int port) throws InterruptedException {
        JvmProcess.start(
                folder,
                "media-driver",
                MAIN,
                List.of("media-driver", "--dir", mediaDriver().toString()));
        await(() -> StandaloneMediaDriver.runsIn(mediaDriver()));
        String url = "spark://" + plan.host() + ":" + port;
        int pagePort = freePort(plan.host(), 0);
        spark("master", "master.Master", plan, List.of("--port", text(port), "--webui-port", text(pagePort)));
        folder.master(url);
        MasterStatus status = new MasterStatus(plan.host(), pagePort);
        await(() -> status.workers() >= 0);
        ClusterPlan.Workers workers = plan.workers();
        for (int rank = 0; rank < workers.count(); rank++) {
            Path work = folder.path().resolve("work");
            List<String> offers = List.of("--cores", text(workers.cores()), "--memory", workers.memory());
            List<String> places = List.of("--webui-port", "0", "-d", work.toString(), url);
            spark("worker-" + rank, "worker.Worker", plan, joined(offers, places));
        }
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < plan.servers().count(); i++) {
            addresses.add(plan.host() + ":" + freePorts(plan.host()));
            serve("server-" + i, addresses.get(i), plan.servers());
        }
        await(() -> status.workers() >= workers.count() && servers().size() == addresses.size());
    }

    private void serve(String name, String address, ClusterPlan.Servers servers) {
        Path checkpoints = servers.checkpoints()
                .orElse(folder.path().resolve("checkpoints"))
                .toAbsolutePath()
                .resolve(name);
        List<String> place = List.of("--listen", address, "--shards", text(servers.shards()));
        JvmProcess.serve(folder, name, joined(place, List.of("--checkpoint-dir", checkpoints.toString())));
    }

    private void spark(String name, String mainClass, ClusterPlan plan, List<String> arguments) {
        JvmProcess.start(folder, name, DEPLOY + mainClass, joined(List.of("--host", plan.host()), arguments));
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static String text(int number) {
        return String.valueOf(number);
    }

    private void await(Condition ready) throws InterruptedException {
        long deadlineNs = System.nanoTime() + START_PATIENCE.toNanos();
        while (!ready.holds()) {
            for (ClusterProcess process : folder.processes()) {
                if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
                    throw new ClusterFailedException(process.name()
                            + (process.isAlive()
                                    ? " is not ready after " + START_PATIENCE.toSeconds() + " s"
                                    : " ended")
                            + "; its log is " + folder.log(process.name()));
                }
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** The port that was asked for if it is free, or any. */
    private static int freePort(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new InputException(
                    "--host " + host + " --port " + port + ": cannot listen there: " + e.getMessage(), e);
        }
    }

    /** Whether there is one, alive or not. */
    public boolean exists() {
        return folder.isTaken();
    }

    /** The URL of Spark's master. */
    public String master() {
        return folder.master();
    }

    /** The folder of the media driver that its processes share. */
    public Path mediaDriver() {
        return folder.mediaDriver();
    }

    /** The addresses of the servers that are ready. */
    public List<String> servers() {
        return folder.processes().stream()
                .filter(process -> process.name().startsWith("server-"))
                .flatMap(process ->
                        SERVING.matcher(folder.output(process.name())).results())
                .map(match -> match.group(1))
                .distinct()
                .toList();
    }

    /** All processes that were started, the oldest first. */
    public List<ClusterProcess> processes() {
        return folder.processes();
    }

    /**
     * Ends what {@link #start} started, and what that has started, the youngest first, and removes its files; logs
     * stay. Returns how many processes were alive.
     *
     * @throws ClusterFailedException if a process cannot be ended
     */
    public int stop() throws InterruptedException {
        folder.keep(false);
        List<ProcessHandle> alive = new ArrayList<>();
        for (ClusterProcess process : folder.processes()) {
            process.find().ifPresent(alive::add);
        }
        Collections.reverse(alive);
        Set<ProcessHandle> all = alive.stream()
                .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
                .collect(Collectors.toSet());
        alive.forEach(LocalCluster::end);
        if (!endedWithin(END_PATIENCE, all)) {
            all.forEach(ProcessHandle::destroyForcibly);
            if (!endedWithin(END_PATIENCE, all)) {
                throw new ClusterFailedException("a process does not end: "
                        + all.stream()
                                .filter(ProcessHandle::isAlive)
                                .map(ProcessHandle::pid)
                                .toList());
            }
        }
        folder.end();
        AeronNode.removeAbandoned();
        return alive.size();
    }

    /** Asks a process to end, and before it the shell that would start it again. */
    private static void end(ProcessHandle shell) {
        List<ProcessHandle> programs = shell.children().toList();
        shell.destroy();
        programs.forEach(ProcessHandle::destroy);
    }

    private static boolean endedWithin(Duration limit, Set<ProcessHandle> processes) throws InterruptedException {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (processes.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return true;
    }

    /** The first of the two consecutive UDP ports that a server needs. */
    private static int freePorts(String host) {
        try {
            return UdpPorts.findFree(host, 2)
                    .orElseThrow(
                            () -> new InputException("--host " + host + ": no two consecutive UDP ports are free"));
        } catch (IOException e) {
            throw new InputException("--host " + host + ": cannot listen there: " + e.getMessage(), e);
        }
    }
}
