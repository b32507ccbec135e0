package org.noisescale.driver.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.List;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.TrainingPlan;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;

/** Chooses the channels of a run. */
final class RunLinks {
    private static final int FIRST_STREAM = 1 << 12;
    private static final int RUNS_MAX = 1 << 18;
    /** Of this JVM, because several may use one media driver at the same time. */
    private static final int FIRST_RUN = new SecureRandom().nextInt(RUNS_MAX);

    private RunLinks() {}

    /** Shared memory where the study asks for it or everybody has the same media driver; UDP otherwise. */
    static RunChannels channels(SparkCluster cluster, TrainingPlan.Transport transport, DriverPlace place, long runId) {
        int firstStream = FIRST_STREAM + (int) ((FIRST_RUN + runId) % RUNS_MAX) * RunChannels.STREAMS_MAX;
        if (isShared(cluster, transport)) {
            return RunChannels.ipc(firstStream);
        }
        ServerAddress address = place.address(cluster.driverHost());
        return RunChannels.udp(address.host(), address.port(), firstStream);
    }

    /** Whether shards in this JVM and workers meet in shared memory. */
    static boolean isShared(SparkCluster cluster, TrainingPlan.Transport transport) {
        return transport == TrainingPlan.Transport.IPC
                || (transport == TrainingPlan.Transport.AUTO && haveOneMediaDriver(cluster));
    }

    /** Throws {@link InputException} if a name is unknown; Aeron would go on asking. */
    static void requireKnown(List<ServerAddress> servers) {
        for (ServerAddress server : servers) {
            try {
                InetAddress.getByName(server.host());
            } catch (UnknownHostException e) {
                throw new InputException("server: the name " + server.host() + " is not known", e);
            }
        }
    }

    /** This driver as a server sees it, with free ports. Where Spark runs here alone, any address may be the one. */
    static ServerAddress driver(SparkCluster cluster, DriverPlace place, ServerAddress server) {
        return place.address(cluster.isLocal() ? addressTowards(server) : cluster.driverHost());
    }

    /** Nothing is sent for this. */
    private static String addressTowards(ServerAddress server) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()));
            String address = socket.getLocalAddress().getHostAddress();
            return address.contains(":") ? "[" + address + "]" : address;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean haveOneMediaDriver(SparkCluster cluster) {
        return cluster.isLocal() || (AeronNode.isStandalone() && cluster.isOnThisMachine());
    }
}
