package org.noisescale.parameterserver.transport;

import java.io.Serializable;

/**
 * Where one server is reached: Aeron channels.
 *
 * @param name what messages call it; empty for the one in the driver's JVM
 * @param shards how many shards of a run it has room for; they are numbered on from those of the server before it
 * @param pushOut channel on which workers and other shards publish to its shards
 * @param pushIn channel on which its shards subscribe to that
 * @param parametersOut channel on which its shards publish parameters to all workers at once
 * @param parametersIn channel on which a worker subscribes to them
 */
public record ServerChannels(
        String name, int shards, String pushOut, String pushIn, String parametersOut, String parametersIn)
        implements Serializable {
    private static final long serialVersionUID = 1;

    private static final String TERM_LENGTH = "term-length=";
    /** The last part of every channel. */
    private static final String TERM = TERM_LENGTH + TermLength.DEFAULT_BYTES;

    private static final String SHARED = "aeron:ipc?";
    private static final String IPC = SHARED + TERM;

    /** The same with term buffers of this length. */
    ServerChannels withTerms(int bytes) {
        return new ServerChannels(
                name,
                shards,
                withTerms(pushOut, bytes),
                withTerms(pushIn, bytes),
                withTerms(parametersOut, bytes),
                withTerms(parametersIn, bytes));
    }

    /**
     * Shared memory has no delay to bridge, and what is short stays in the cache. Aeron takes no term whose longest
     * message is shorter than a fragment.
     */
    static String withTerms(String channel, int bytes) {
        boolean shared = channel.equals(IPC);
        int length = shared ? Math.min(bytes, TermLength.DEFAULT_BYTES) : bytes;
        int fragment = shared ? AeronSettings.IPC_MTU_BYTES : DatagramLength.ofThisJvm();
        int message = length / TermLength.MESSAGES_PER_TERM;
        return channel.replace(TERM, TERM_LENGTH + length + (fragment > message ? "|mtu=" + message : ""));
    }

    /** Whether it is reached through shared memory. */
    boolean isShared() {
        return isShared(pushOut);
    }

    /** Whatever the length of its terms. */
    static boolean isShared(String channel) {
        return channel.startsWith(SHARED);
    }

    /** Shared memory. */
    static ServerChannels ipc() {
        return new ServerChannels("", RunChannels.SHARDS_MAX, IPC, IPC, IPC, IPC);
    }

    /** The server in the driver's JVM. */
    static ServerChannels embedded(ServerAddress address) {
        return of("", RunChannels.SHARDS_MAX, address);
    }

    /** A server process at an address as all parties see it. */
    static ServerChannels remote(ServerAddress address, int shards) {
        return of("server " + address, shards, address);
    }

    /** The same for the server itself, which listens at an address of its machine. */
    ServerChannels listening(ServerAddress address) {
        String term = pushOut.substring(pushOut.indexOf(TERM_LENGTH));
        return new ServerChannels(
                name,
                shards,
                pushOut,
                unicast(address.plus(0)).replace(TERM, term),
                groupOut(address).replace(TERM, term),
                parametersIn);
    }

    private static ServerChannels of(String name, int shards, ServerAddress address) {
        String push = unicast(address.plus(0));
        return new ServerChannels(name, shards, push, push, groupOut(address), groupIn(address));
    }

    /** A channel to one address. */
    static String unicast(String endpoint) {
        return "aeron:udp?endpoint=" + endpoint + "|" + datagrams(endpoint) + TERM;
    }

    /** A channel to everybody who asks for it at the second port. */
    static String groupOut(ServerAddress address) {
        return "aeron:udp?control=" + address.plus(1) + "|control-mode=dynamic|fc=min|" + datagrams(address.plus(1))
                + TERM;
    }

    /** How long they are, if not as the media driver makes them. */
    private static String datagrams(String endpoint) {
        int bytes = DatagramLength.towards(endpoint);
        return bytes == DatagramLength.ofThisJvm() ? "" : "mtu=" + bytes + "|";
    }

    /** The other end of it, at any port of the subscriber's machine. */
    static String groupIn(ServerAddress address) {
        return "aeron:udp?endpoint=0.0.0.0:0|control=" + address.plus(1) + "|control-mode=dynamic|" + TERM;
    }
}
