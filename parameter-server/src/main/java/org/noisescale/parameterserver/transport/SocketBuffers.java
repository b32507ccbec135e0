package org.noisescale.parameterserver.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much the kernel keeps for a socket. What does not fit is lost and sent again, which costs time. */
public final class SocketBuffers {
    /** Two whole windows: senders that share a socket seldom fill theirs at the same moment. */
    public static final int WANTED_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SocketBuffers.class);

    private SocketBuffers() {}

    /** What is wanted, or as much of it as this machine's kernel grants; then the log says how to get more. */
    static int granted() {
        try (DatagramChannel channel = DatagramChannel.open()) {
            int bytes = Math.min(
                    granted(channel, StandardSocketOptions.SO_RCVBUF, "net.core.rmem_max"),
                    granted(channel, StandardSocketOptions.SO_SNDBUF, "net.core.wmem_max"));
            return Math.min(bytes, WANTED_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int granted(DatagramChannel channel, SocketOption<Integer> option, String limit) throws IOException {
        channel.setOption(option, WANTED_BYTES);
        int bytes = channel.getOption(option);
        if (bytes < WANTED_BYTES) {
            LOG.warn(
                    "the kernel grants a socket {} of {} bytes, which slows UDP over links with delay;"
                            + " on Linux \"sysctl -w {}={}\" grants them",
                    bytes,
                    WANTED_BYTES,
                    limit,
                    WANTED_BYTES);
        }
        return bytes;
    }
}
