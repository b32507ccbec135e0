package org.noisescale.parameterserver.diagnosis;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.noisescale.parameterserver.transport.SocketBuffers;

/**
 * How much the kernel keeps for a UDP socket.
 *
 * @param receiveBytes what it grants of {@code wantedBytes} for what comes
 * @param sendBytes and for what goes
 */
record SocketBufferCheck(int receiveBytes, int sendBytes, int wantedBytes) {
    private static final String SUBJECT = "socket buffers";

    static SocketBufferCheck measure() throws IOException {
        int wanted = SocketBuffers.WANTED_BYTES;
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, wanted);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, wanted);
            return new SocketBufferCheck(
                    channel.getOption(StandardSocketOptions.SO_RCVBUF),
                    channel.getOption(StandardSocketOptions.SO_SNDBUF),
                    wanted);
        }
    }

    Finding finding() {
        String measured = "the kernel grants " + receiveBytes + " bytes for receiving and " + sendBytes
                + " for sending, of " + wantedBytes;
        if (receiveBytes >= wantedBytes && sendBytes >= wantedBytes) {
            return Finding.good(SUBJECT, measured);
        }
        return Finding.slow(
                SUBJECT,
                measured + "; links with delay are slow with less",
                "on the machine (the node of a pod): sysctl -w net.core.rmem_max=" + wantedBytes + " net.core.wmem_max="
                        + wantedBytes);
    }
}
