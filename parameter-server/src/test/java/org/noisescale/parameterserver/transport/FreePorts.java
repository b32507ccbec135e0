package org.noisescale.parameterserver.transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** UDP ports of the loopback interface that nobody uses. */
public final class FreePorts {
    private static final AtomicInteger NEXT = new AtomicInteger(41_000);

    private FreePorts() {}

    /** The first of as many consecutive ones as a party needs. */
    public static int next() {
        for (int port = NEXT.getAndAdd(RunChannels.PORTS); port < 60_000; port = NEXT.getAndAdd(RunChannels.PORTS)) {
            if (IntStream.range(port, port + RunChannels.PORTS).allMatch(FreePorts::isFree)) {
                return port;
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean isFree(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
