package org.noisescale.parameterserver.control;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;

/** Addresses of this machine with free ports. */
public final class LoopbackPorts {
    private LoopbackPorts() {}

    /** An address whose consecutive ports are free at this moment. */
    public static ServerAddress free() throws SocketException {
        for (int i = 0; i < 100; i++) {
            int port;
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            if (port <= ServerAddress.PORT_MAX && areFree(port)) {
                return new ServerAddress("127.0.0.1", port);
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static boolean areFree(int first) {
        return IntStream.range(first, first + RunChannels.PORTS).allMatch(LoopbackPorts::isFree);
    }

    private static boolean isFree(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
