package org.noisescale.parameterserver.transport;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.RethrowingErrorHandler;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.time.Duration;
import org.agrona.CloseHelper;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media driver and the Aeron client of this JVM, shared by everybody in it and closed with its last user. The
 * driver runs in one thread and keeps its files in a folder of its own.
 */
public final class AeronNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AeronNode.class);
    /** Longest fragment that Aeron allows: a chunk on shared memory travels unfragmented. */
    private static final int IPC_MTU_BYTES = 65504;

    private static final Object LOCK = new Object();
    private static @Nullable AeronNode shared;
    private static int users;

    private final MediaDriver driver;
    private final Aeron aeron;

    private AeronNode() {
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(CommonContext.generateRandomDirName())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(newIdleStrategy())
                .ipcMtuLength(IPC_MTU_BYTES)
                .termBufferSparseFile(true)
                .spiesSimulateConnection(false)
                .errorHandler(error -> LOG.warn("media driver", error)));
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .errorHandler(error -> LOG.warn("Aeron client", error))
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE));
    }

    /** The node of this JVM, started if it is not running; each caller closes what it got. */
    public static AeronNode open() {
        synchronized (LOCK) {
            AeronNode node = shared == null ? new AeronNode() : shared;
            shared = node;
            users++;
            return node;
        }
    }

    static BackoffIdleStrategy newIdleStrategy() {
        return new BackoffIdleStrategy(10, 20, 1_000, 100_000);
    }

    /** Where a worker pushes to one shard. */
    public AeronSink pushSink(RunChannels channels, int shard, Duration waitLimit) {
        return sink(channels.push(), channels.pushStream(shard), waitLimit, "shard " + shard);
    }

    /** Where a shard sends parameters. */
    public AeronSink parametersSink(RunChannels channels, int shard, Duration waitLimit) {
        return sink(channels.parametersOut(), channels.parametersStream(shard), waitLimit, "the workers");
    }

    /** Where reports go. */
    public AeronSink reportSink(RunChannels channels, Duration waitLimit) {
        return sink(channels.reports(), channels.reportStream(), waitLimit, "the driver");
    }

    /** What one shard receives. */
    public AeronSource pushSource(RunChannels channels, int shard) {
        return source(channels.push(), channels.pushStream(shard));
    }

    /** What workers receive from one shard. */
    public AeronSource parametersSource(RunChannels channels, int shard) {
        return source(channels.parametersIn(), channels.parametersStream(shard));
    }

    /** What the driver receives. */
    public AeronSource reportSource(RunChannels channels) {
        return source(channels.reports(), channels.reportStream());
    }

    private AeronSink sink(String channel, int stream, Duration waitLimit, String receiver) {
        return new AeronSink(aeron.addExclusivePublication(channel, stream), waitLimit, receiver);
    }

    private AeronSource source(String channel, int stream) {
        return new AeronSource(aeron.addSubscription(channel, stream));
    }

    /** Gives the node back; the last one to do so stops the driver and removes its files. */
    @Override
    public void close() {
        synchronized (LOCK) {
            users--;
            if (users == 0) {
                shared = null;
                CloseHelper.closeAll(aeron, driver);
            }
        }
    }
}
