package org.noisescale.parameterserver.service;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Two machines as the kernel sees them: a namespace for the server and one for the workers, each with a cable to this
 * process's own, which hands nothing on.
 */
final class NetworkNamespaces implements AutoCloseable {
    private static final int ETHERNET_MTU = 1500;

    private final String tag = Long.toString(ProcessHandle.current().pid() % 46_656, 36);
    private final int net = (int) (ProcessHandle.current().pid() % 250);

    private NetworkNamespaces() {}

    /** Makes them; skips the test where that is not allowed. */
    static NetworkNamespaces make() throws InterruptedException {
        NetworkNamespaces made = new NetworkNamespaces();
        boolean complete = false;
        try {
            complete = made.connect("a", 1) && made.connect("b", 2);
            Assumptions.assumeTrue(complete, "network namespaces cannot be made here");
            return made;
        } finally {
            if (!complete) {
                made.close();
            }
        }
    }

    private boolean connect(String side, int subnet) throws InterruptedException {
        String namespace = namespace(side);
        String near = "n" + tag + side;
        String far = "f" + tag + side;
        return run("ip", "netns", "add", namespace)
                && run("ip", "link", "add", near, "type", "veth", "peer", "name", far)
                && run("ip", "link", "set", far, "netns", namespace)
                && run("ip", "link", "set", near, "mtu", String.valueOf(ETHERNET_MTU), "up")
                && run("ip", "addr", "add", address(subnet, 1) + "/24", "dev", near)
                && run("ip", "netns", "exec", namespace, "ip", "addr", "add", address(subnet, 2) + "/24", "dev", far)
                && run("ip", "netns", "exec", namespace, "ip", "link", "set", far, "up")
                && run("ip", "netns", "exec", namespace, "ip", "link", "set", "lo", "up");
    }

    private String namespace(String side) {
        return "toy-" + tag + side;
    }

    private String address(int subnet, int host) {
        return "10." + (200 + subnet) + "." + net + "." + host;
    }

    String serverAddress() {
        return address(1, 2);
    }

    /** This side of the workers' cable. */
    String workersGateway() {
        return address(2, 1);
    }

    List<String> inServer() {
        return List.of("ip", "netns", "exec", namespace("a"));
    }

    List<String> inWorkers() {
        return List.of("ip", "netns", "exec", namespace("b"));
    }

    /** Pulls the workers' cable out: nothing comes through any more, and nobody is told. */
    void cutWorkersOff() throws InterruptedException {
        if (!run("ip", "link", "set", "n" + tag + "b", "down")) {
            throw new IllegalStateException("the cable cannot be pulled out");
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Removes them; the cables go with them. */
    @Override
    public void close() {
        try {
            run("ip", "netns", "del", namespace("a"));
            run("ip", "netns", "del", namespace("b"));
            run("ip", "link", "del", "n" + tag + "a");
            run("ip", "link", "del", "n" + tag + "b");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
