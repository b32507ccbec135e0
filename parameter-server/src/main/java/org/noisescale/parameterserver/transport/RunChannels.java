package org.noisescale.parameterserver.transport;

import java.io.Serializable;

/**
 * Where the parties of one run meet: Aeron channels and the first of the run's stream numbers. Each run has streams of
 * its own, so that nothing of an earlier run can reach it.
 *
 * @param push channel on which workers publish to shards
 * @param parametersOut channel on which a shard publishes parameters to all workers at once
 * @param parametersIn channel on which a worker subscribes to them
 * @param reports channel on which workers and shards report to the driver
 * @param judged whether workers wait after each evaluation for the driver's verdict, which has a stream of its own on
 *     the channel of the parameters
 */
public record RunChannels(
        String push, String parametersOut, String parametersIn, String reports, int firstStream, boolean judged)
        implements Serializable {
    /** How many stream numbers a run may use. */
    public static final int STREAMS_MAX = 1 << 12;

    /** How many shards find room in them. */
    public static final int SHARDS_MAX = STREAMS_MAX / 2 - 1;

    private static final String TERM = "term-length=1m";

    /** Shared memory, for parties on one media driver. */
    public static RunChannels ipc(int firstStream) {
        String channel = "aeron:ipc?" + TERM;
        return new RunChannels(channel, channel, channel, channel, firstStream, false);
    }

    /**
     * UDP, for parties on several machines or JVMs.
     *
     * @param host name or address of the server as the workers see it
     * @param port first of three consecutive UDP ports on it
     */
    public static RunChannels udp(String host, int port, int firstStream) {
        String group = "control=" + host + ":" + (port + 1) + "|control-mode=dynamic|";
        return new RunChannels(
                "aeron:udp?endpoint=" + host + ":" + port + "|" + TERM,
                "aeron:udp?" + group + "fc=min|" + TERM,
                "aeron:udp?endpoint=0.0.0.0:0|" + group + TERM,
                "aeron:udp?endpoint=" + host + ":" + (port + 2) + "|" + TERM,
                firstStream,
                false);
    }

    /** The same with a stream for verdicts. */
    public RunChannels withVerdicts() {
        return new RunChannels(push, parametersOut, parametersIn, reports, firstStream, true);
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
