package org.noisescale.parameterserver.service;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.stream.IntStream;

/** UDP ports of the loopback interface that nobody uses. */
final class FreePorts {
    private FreePorts() {}

    /** The first of three in a row. */
    static int three() {
        for (int port = 26_000; port < 60_000; port += 3) {
            if (IntStream.range(port, port + 3).allMatch(FreePorts::isFree)) {
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
