package org.noisescale.parameterserver.transport;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the parties of one run meet: Aeron channels and the first of the run's stream numbers. Each run has streams of
 * its own, so that nothing of an earlier run, or of another one on the same servers, can reach it.
 *
 * @param servers where the shards are: the first ones on the first server
 * @param driver where the driver is: it takes reports, and tells workers what to do
 * @param judged whether workers wait after each evaluation for the driver's verdict
 * @param ringBytes how long the rings are that carry chunks where memory is shared
 */
public record RunChannels(
        List<ServerChannels> servers, DriverChannels driver, int firstStream, boolean judged, int ringBytes)
        implements Serializable {
    /** How many consecutive UDP ports a party needs. */
    public static final int PORTS = 3;

    /** How many stream numbers a run may use. */
    public static final int STREAMS_MAX = 1 << 12;

    /** How many shards find room in them. */
    public static final int SHARDS_MAX = STREAMS_MAX / 2 - 1;

    private static final long serialVersionUID = 1;

    /** Keeps a copy of the servers. */
    public RunChannels {
        servers = List.copyOf(servers);
    }

    /**
     * Where the driver is.
     *
     * @param reports channel on which workers and shards report to it
     * @param verdictsOut channel on which it publishes to all workers at once
     * @param verdictsIn channel on which a worker subscribes to that
     */
    public record DriverChannels(String reports, String verdictsOut, String verdictsIn) implements Serializable {
        private static final long serialVersionUID = 1;

        /** The same with term buffers of this length. */
        DriverChannels withTerms(int bytes) {
            return new DriverChannels(
                    ServerChannels.withTerms(reports, bytes),
                    ServerChannels.withTerms(verdictsOut, bytes),
                    ServerChannels.withTerms(verdictsIn, bytes));
        }
    }

    /** Shared memory, for parties on one media driver. */
    public static RunChannels ipc(int firstStream) {
        ServerChannels shared = ServerChannels.ipc();
        return of(List.of(shared), shared, shared.pushOut(), firstStream);
    }

    /**
     * UDP, for parties on several machines or JVMs.
     *
     * @param host name or address of the driver, which has the server, as the workers see it
     * @param port first of {@link #PORTS} consecutive UDP ports on it
     */
    public static RunChannels udp(String host, int port, int firstStream) {
        ServerAddress address = new ServerAddress(host, port);
        ServerChannels embedded = ServerChannels.embedded(address);
        return of(List.of(embedded), embedded, ServerChannels.unicast(address.plus(2)), firstStream);
    }

    private static RunChannels of(List<ServerChannels> servers, ServerChannels own, String reports, int firstStream) {
        DriverChannels driver = new DriverChannels(reports, own.parametersOut(), own.parametersIn());
        return new RunChannels(servers, driver, firstStream, false, TermLength.RING_BYTES);
    }

    /**
     * The same driver with server processes.
     *
     * @param addresses where they are, as all parties see them
     * @param shards how many shards each of them has
     */
    public RunChannels withServers(List<ServerAddress> addresses, List<Integer> shards) {
        List<ServerChannels> remote = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            remote.add(ServerChannels.remote(addresses.get(i), shards.get(i)));
        }
        return new RunChannels(remote, driver, firstStream, judged, ringBytes);
    }

    /** The same for one of the servers, which listens at {@code address} of its machine. */
    public RunChannels listeningAt(int server, ServerAddress address) {
        List<ServerChannels> seen = new ArrayList<>(servers);
        seen.set(server, seen.get(server).listening(address));
        return new RunChannels(seen, driver, firstStream, judged, ringBytes);
    }

    /** The same with term buffers as long as so many parties leave room for in shared memory, for any messages. */
    public RunChannels sizedFor(int workers, int shards) {
        return sizedFor(workers, shards, LongestMessages.ANY);
    }

    /** The same for messages that are not longer than these, which leaves room for more parties. */
    public RunChannels sizedFor(int workers, int shards, LongestMessages longest) {
        TermLength length = servers.get(0).isShared()
                ? TermLength.ofShared(workers, shards, longest)
                : TermLength.of(workers, shards, longest);
        return new RunChannels(
                servers.stream()
                        .map(server -> server.withTerms(length.chunkBytes()))
                        .toList(),
                driver.withTerms(length.reportBytes()),
                firstStream,
                judged,
                length.ringBytes());
    }

    /** The same with verdicts. */
    public RunChannels withVerdicts() {
        return new RunChannels(servers, driver, firstStream, true, ringBytes);
    }

    /** Whether the driver speaks to the workers itself: with verdicts, or when a server is gone. */
    public boolean hasVoice() {
        return judged || !servers.get(0).name().isEmpty();
    }

    /** What messages call a shard. */
    public String nameOf(int shard) {
        String server = serverOf(shard).name();
        return "shard " + shard + (server.isEmpty() ? "" : " of " + server);
    }

    ServerChannels serverOf(int shard) {
        int end = 0;
        for (ServerChannels server : servers) {
            end += server.shards();
            if (shard >= 0 && shard < end) {
                return server;
            }
        }
        throw new IllegalArgumentException("shard must be in [0, " + end + "), was " + shard);
    }

    int reportStream() {
        return firstStream;
    }

    int pushStream(int shard) {
        return firstStream + 1 + 2 * within(shard);
    }

    int parametersStream(int shard) {
        return firstStream + 2 + 2 * within(shard);
    }

    /** Whether so many parties have room for a stream from each shard to each worker, besides the others. */
    public static boolean hasReadings(int workers, int shards) {
        return 2L + 2L * shards + (long) workers * shards <= STREAMS_MAX;
    }

    /** From one of so many shards to one worker. */
    int readingStream(int shard, int worker, int shards) {
        return firstStream + 1 + 2 * shards + worker * shards + within(shard);
    }

    /** The last one, which no shard has. */
    int verdictStream() {
        return firstStream + STREAMS_MAX - 1;
    }

    private static int within(int shard) {
        if (shard < 0 || shard >= SHARDS_MAX) {
            throw new IllegalArgumentException("shard must be in [0, " + SHARDS_MAX + "), was " + shard);
        }
        return shard;
    }
}
