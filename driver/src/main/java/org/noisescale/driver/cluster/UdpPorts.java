package org.noisescale.driver.cluster;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import org.noisescale.driver.study.InputException;

/** UDP ports for servers. */
final class UdpPorts {
    private static final int TRIES = 100;

    private UdpPorts() {}

    /** The first of two consecutive ports that are free at this moment. */
    static int free(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            for (int i = 0; i < TRIES; i++) {
                int first = freePort(address);
                if (first < (1 << 16) - 1 && isFree(address, first + 1)) {
                    return first;
                }
            }
        } catch (IOException e) {
            throw new InputException("--host " + host + ": cannot listen there: " + e.getMessage(), e);
        }
        throw new InputException("--host " + host + ": no two consecutive UDP ports are free");
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
