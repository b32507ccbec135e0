package org.noisescale.parameterserver.transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.OptionalInt;

/** UDP ports that nobody uses. */
public final class UdpPorts {
    private static final int PORTS = 1 << 16;
    private static final int TRIES = 100;

    private UdpPorts() {}

    /**
     * The first of so many consecutive ports that are free at this moment, if some are found.
     *
     * @throws IOException if this machine has no such address
     */
    public static OptionalInt findFree(String host, int count) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        for (int i = 0; i < TRIES; i++) {
            int first = freePort(address);
            if (areFree(address, first + 1, first + count)) {
                return OptionalInt.of(first);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * The same among the ports from {@code first} to {@code last}.
     *
     * @throws IOException if this machine has no such address
     */
    public static OptionalInt findFree(String host, int count, int first, int last) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        requireLocal(address);
        for (int port = first; port + count - 1 <= last; port++) {
            if (areFree(address, port, port + count)) {
                return OptionalInt.of(port);
            }
        }
        return OptionalInt.empty();
    }

    /** A machine refuses sockets at the addresses of others, whatever the port. */
    private static void requireLocal(InetAddress address) throws IOException {
        freePort(address);
    }

    private static int freePort(InetAddress address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.getLocalPort();
        }
    }

    private static boolean areFree(InetAddress address, int from, int to) {
        boolean free = to <= PORTS;
        for (int port = from; port < to && free; port++) {
            free = isFree(address, port);
        }
        return free;
    }

    private static boolean isFree(InetAddress address, int port) {
        try (DatagramSocket socket = new DatagramSocket(port, address)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
