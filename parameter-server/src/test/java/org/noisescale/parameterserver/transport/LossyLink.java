package org.noisescale.parameterserver.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;

/**
 * What lies between two machines: a relay for a party's UDP ports that loses datagrams and delays the others, in both
 * directions. To the party each of its clients has a port of the relay's.
 */
public final class LossyLink implements AutoCloseable {
    private static final int DATAGRAM_BYTES_MAX = 1 << 16;
    private static final int BUFFER_BYTES = 4 << 20;

    private final Quality quality;
    private final String front;
    private final SplittableRandom random;
    private final List<Relay> relays = new ArrayList<>();
    private final Queue<Datagram> underway = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES_MAX);
    private final Thread thread = new Thread(this::work, "lossy-link");
    /** Of those to the party. */
    private final AtomicInteger toLose = new AtomicInteger();

    private volatile boolean closed;
    private long relayed;
    private long lost;

    /** How good a link is; the seed says which datagrams are lost. */
    public record Quality(double loss, Duration delay, long seed) {}

    private record Datagram(long dueNs, ByteBuffer bytes, DatagramChannel from, SocketAddress target) {}

    /** One port: what comes to it goes to the party, what the party answers goes back to where that came from. */
    private record Relay(DatagramChannel front, InetSocketAddress party, Map<SocketAddress, DatagramChannel> backs) {}

    /**
     * A link to the ports of a party from the same ports of another address.
     *
     * @param front where clients reach the link
     * @param party where the party is, first port
     */
    public LossyLink(String front, InetSocketAddress party, Quality quality) {
        this.front = front;
        this.quality = quality;
        random = new SplittableRandom(quality.seed());
        for (int i = 0; i < RunChannels.PORTS; i++) {
            int port = party.getPort() + i;
            InetSocketAddress target = new InetSocketAddress(party.getAddress(), port);
            relays.add(new Relay(open(new InetSocketAddress(front, port)), target, new HashMap<>()));
        }
        thread.setDaemon(true);
        thread.start();
    }

    private static DatagramChannel open(InetSocketAddress address) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
            return channel.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void work() {
        try {
            while (!closed) {
                if (receive() + send() == 0) {
                    LockSupport.parkNanos(50_000);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            relays.forEach(relay -> {
                CloseHelper.close(relay.front);
                CloseHelper.closeAll(relay.backs.values());
            });
        }
    }

    private int receive() throws IOException {
        int received = 0;
        for (Relay relay : relays) {
            for (SocketAddress client = read(relay.front); client != null; client = read(relay.front)) {
                DatagramChannel back = relay.backs.computeIfAbsent(
                        client, key -> open(new InetSocketAddress(localAddress(relay.party), 0)));
                received += isToLose() ? lose() : take(back, relay.party);
            }
            for (Map.Entry<SocketAddress, DatagramChannel> back : relay.backs.entrySet()) {
                while (read(back.getValue()) != null) {
                    received += take(relay.front, back.getKey());
                }
            }
        }
        return received;
    }

    private static String localAddress(InetSocketAddress party) {
        return party.getAddress().isLoopbackAddress() ? "127.0.0.1" : "0.0.0.0";
    }

    private SocketAddress read(DatagramChannel channel) throws IOException {
        buffer.clear();
        return channel.receive(buffer);
    }

    private boolean isToLose() {
        return toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private int lose() {
        relayed++;
        lost++;
        return 1;
    }

    private int take(DatagramChannel from, SocketAddress target) {
        if (random.nextDouble() < quality.loss) {
            return lose();
        }
        relayed++;
        buffer.flip();
        ByteBuffer bytes = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
        underway.add(new Datagram(System.nanoTime() + quality.delay.toNanos(), bytes, from, target));
        return 1;
    }

    private int send() throws IOException {
        int sent = 0;
        for (Datagram next = underway.peek();
                next != null && next.dueNs - System.nanoTime() <= 0;
                next = underway.peek()) {
            next.from.send(next.bytes, next.target);
            underway.remove();
            sent++;
        }
        return sent;
    }

    /** Loses the next ones that come for the party, for sure. */
    public void loseNext(int datagrams) {
        toLose.set(datagrams);
    }

    /** Where clients reach it. */
    public String front() {
        return front;
    }

    /** Ends it; answers how many datagrams came and how many of them were lost. */
    public long[] end() throws InterruptedException {
        closed = true;
        thread.join();
        return new long[] {relayed, lost};
    }

    @Override
    public void close() {
        closed = true;
    }
}
