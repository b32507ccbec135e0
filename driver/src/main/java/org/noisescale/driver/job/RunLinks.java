package org.noisescale.driver.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.security.SecureRandom;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** Chooses the channels of a run. */
final class RunLinks {
    private static final int FIRST_STREAM = 1 << 12;
    private static final int RUNS_MAX = 1 << 18;
    /** Of this JVM, because several may use one media driver at the same time. */
    private static final int FIRST_RUN = new SecureRandom().nextInt(RUNS_MAX);

    private static final int PORTS = 3;
    private static final int TRIES = 100;

    private RunLinks() {}

    /** Shared memory where the study asks for it or everybody has the same media driver; UDP otherwise. */
    static RunChannels channels(SparkCluster cluster, TrainingPlan.Transport transport, long runId) {
        int firstStream = FIRST_STREAM + (int) ((FIRST_RUN + runId) % RUNS_MAX) * RunChannels.STREAMS_MAX;
        boolean shared = transport == TrainingPlan.Transport.IPC
                || (transport == TrainingPlan.Transport.AUTO && haveOneMediaDriver(cluster));
        if (shared) {
            return RunChannels.ipc(firstStream);
        }
        return RunChannels.udp(cluster.driverHost(), freePorts(cluster.driverHost()), firstStream);
    }

    private static boolean haveOneMediaDriver(SparkCluster cluster) {
        return cluster.isLocal() || (AeronNode.isStandalone() && cluster.isOnThisMachine());
    }

    /** The first of three consecutive UDP ports that are free at this moment. */
    private static int freePorts(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            for (int i = 0; i < TRIES; i++) {
                int first = freePort(address);
                if (first + PORTS <= 1 << 16 && isFree(address, first + 1) && isFree(address, first + 2)) {
                    return first;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no three consecutive UDP ports are free on " + host);
    }

    private static int freePort(InetAddress address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (DatagramSocket socket = new DatagramSocket(port, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
