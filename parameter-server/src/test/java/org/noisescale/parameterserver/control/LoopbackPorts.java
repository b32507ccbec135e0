package org.noisescale.parameterserver.control;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.ServerAddress;

/**
 * Addresses of this machine with free ports. They lie below those that the system gives to sockets that ask for any, so
 * that none of Aeron's own takes one before the test does.
 */
public final class LoopbackPorts {
    private static final int FIRST = 10_000;
    private static final int LAST = 32_000;

    private LoopbackPorts() {}

    /** An address whose consecutive ports are free at this moment. */
    public static ServerAddress free() {
        for (int i = 0; i < 100; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (areFree(port)) {
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
