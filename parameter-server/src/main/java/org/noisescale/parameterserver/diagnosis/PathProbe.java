package org.noisescale.parameterserver.diagnosis;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The longest datagrams that the kernel does not cut on their way to somebody. Linux sends what fits the way as it is
 * known so far with the mark not to be cut; a router for which it is too long says so, and the kernel cuts what follows
 * and counts the pieces. So a few are sent, and then the count is looked at. They say nothing that Aeron takes for a
 * message.
 */
final class PathProbe {
    private static final Path COUNTS = Path.of("/proc/net/snmp");
    private static final String PROTOCOL = "Ip:";
    private static final String COUNT = "FragCreates";
    private static final int STEP_BYTES = 32;
    private static final int LEAST_BYTES = 256;
    private static final int TRIES = 3;
    /** Within which a router's word comes back. */
    private static final long PAUSE_MS = 30;
    /** Not the version of any frame of Aeron's. */
    private static final byte NOISE = (byte) 0xFF;

    private final LongSupplier pieces;
    private final Sender sender;

    /** Sends so many bytes. */
    @FunctionalInterface
    interface Sender {
        void send(int bytes) throws IOException, InterruptedException;
    }

    /**
     * What was found out.
     *
     * @param isKnown whether anything was
     * @param wholeBytes the longest of those tried that pass uncut
     */
    record Answer(boolean isKnown, int wholeBytes) {}

    PathProbe(Sender sender, LongSupplier pieces) {
        this.sender = sender;
        this.pieces = pieces;
    }

    /** Asks the way to an address. */
    static Answer ask(InetSocketAddress target, int lengthBytes) throws IOException, InterruptedException {
        if (!Files.isReadable(COUNTS)) {
            return new Answer(false, 0);
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            Sender sender = bytes -> {
                byte[] noise = new byte[bytes];
                Arrays.fill(noise, NOISE);
                socket.send(new DatagramPacket(noise, bytes, target));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            };
            return new PathProbe(sender, PathProbe::piecesSoFar).longestWhole(lengthBytes);
        }
    }

    /** From a length downward. */
    Answer longestWhole(int lengthBytes) throws IOException, InterruptedException {
        for (int bytes = lengthBytes; bytes >= LEAST_BYTES; bytes -= STEP_BYTES) {
            long before = pieces.getAsLong();
            for (int i = 0; i < TRIES; i++) {
                sender.send(bytes);
            }
            if (pieces.getAsLong() == before) {
                return new Answer(true, bytes);
            }
        }
        return new Answer(true, 0);
    }

    /** Two lines begin with the protocol: the names, and the counts in the same order. */
    private static long piecesSoFar() {
        try {
            List<List<String>> rows = Files.readAllLines(COUNTS).stream()
                    .filter(line -> line.startsWith(PROTOCOL))
                    .map(line -> List.of(line.split(" ")))
                    .toList();
            int column = rows.get(0).indexOf(COUNT);
            return Long.parseLong(rows.get(1).get(column));
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
