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
 * A share in the media driver and the Aeron client of this JVM. All of the JVM use the same ones, which stop with their
 * last user. The driver runs in one thread and keeps its files in a folder of its own.
 */
public final class AeronNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AeronNode.class);
    /** Longest fragment that Aeron allows: a chunk on shared memory travels unfragmented. */
    private static final int IPC_MTU_BYTES = 65504;
    /** A long pause of the JVM or of a crowded machine must not look like a death. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /** Below the streams of all runs. */
    private static final int CONTROL_STREAM = 1;
    /** Answers are offered, not waited with. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(1);

    private static final Object LOCK = new Object();
    private static @Nullable Engine shared;
    private static int users;

    private final Engine engine;
    private boolean closed;

    private AeronNode(Engine engine) {
        this.engine = engine;
    }

    /** A share in this JVM's driver, which is started if it is not running; each caller closes what it got. */
    public static AeronNode open() {
        synchronized (LOCK) {
            Engine engine = shared == null ? Engine.start() : shared;
            shared = engine;
            users++;
            return new AeronNode(engine);
        }
    }

    static BackoffIdleStrategy newIdleStrategy() {
        return new BackoffIdleStrategy(10, 20, 1_000, 100_000);
    }

    /** Where a worker pushes to one shard. */
    public AeronSink pushSink(RunChannels channels, int shard, Duration waitLimit) {
        return sink(channels.serverOf(shard).pushOut(), channels.pushStream(shard), waitLimit, channels.nameOf(shard));
    }

    /** Where a shard sends parameters. */
    public AeronSink parametersSink(RunChannels channels, int shard, Duration waitLimit) {
        return sink(
                channels.serverOf(shard).parametersOut(), channels.parametersStream(shard), waitLimit, "the workers");
    }

    /** Where reports go. */
    public AeronSink reportSink(RunChannels channels, Duration waitLimit) {
        return sink(channels.driver().reports(), channels.reportStream(), waitLimit, "the driver");
    }

    /** Where the driver speaks to the workers. */
    public AeronSink verdictSink(RunChannels channels, Duration waitLimit) {
        return sink(channels.driver().verdictsOut(), channels.verdictStream(), waitLimit, "the workers");
    }

    /** What one shard receives. */
    public AeronSource pushSource(RunChannels channels, int shard) {
        return source(channels.serverOf(shard).pushIn(), channels.pushStream(shard));
    }

    /** What workers receive from one shard. */
    public AeronSource parametersSource(RunChannels channels, int shard) {
        return source(channels.serverOf(shard).parametersIn(), channels.parametersStream(shard));
    }

    /** What the driver receives. */
    public AeronSource reportSource(RunChannels channels) {
        return source(channels.driver().reports(), channels.reportStream());
    }

    /** What workers receive from the driver. */
    public AeronSource verdictSource(RunChannels channels) {
        return source(channels.driver().verdictsIn(), channels.verdictStream());
    }

    /** What drivers say to a server that listens at an address of this machine. */
    public AeronSource controlSource(ServerAddress listen) {
        return source(ServerChannels.unicast(listen.plus(0)), CONTROL_STREAM);
    }

    /** Where a driver speaks to a server. */
    public AeronSink controlSink(ServerAddress server, Duration waitLimit) {
        return sink(ServerChannels.unicast(server.plus(0)), CONTROL_STREAM, waitLimit, "server " + server);
    }

    /** Where a server answers one driver, which asks for this stream. */
    public AeronSink answerSink(ServerAddress listen, int stream) {
        return sink(ServerChannels.groupOut(listen), stream, ANSWER_PATIENCE, "the driver");
    }

    /** What a driver hears of a server on the stream that it asked for. */
    public AeronSource answerSource(ServerAddress server, int stream) {
        return source(ServerChannels.groupIn(server), stream);
    }

    private AeronSink sink(String channel, int stream, Duration waitLimit, String receiver) {
        return new AeronSink(engine.aeron.addExclusivePublication(channel, stream), waitLimit, receiver);
    }

    private AeronSource source(String channel, int stream) {
        return new AeronSource(engine.aeron.addSubscription(channel, stream));
    }

    /** The folder of the media driver's files; it goes with the last user. */
    String folder() {
        return engine.driver.aeronDirectoryName();
    }

    /** Gives the share back; the last one to do so stops the driver and removes its files. */
    @Override
    public void close() {
        synchronized (LOCK) {
            if (closed) {
                return;
            }
            closed = true;
            users--;
            if (users == 0) {
                shared = null;
                CloseHelper.closeAll(engine.aeron, engine.driver);
            }
        }
    }

    /** What runs: a media driver and its only client. */
    private record Engine(MediaDriver driver, Aeron aeron) {

        static Engine start() {
            MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                    .aeronDirectoryName(CommonContext.generateRandomDirName())
                    .dirDeleteOnStart(true)
                    .dirDeleteOnShutdown(true)
                    .threadingMode(ThreadingMode.SHARED)
                    .sharedIdleStrategy(newIdleStrategy())
                    .ipcMtuLength(IPC_MTU_BYTES)
                    .clientLivenessTimeoutNs(SILENCE_MAX.toNanos())
                    .publicationUnblockTimeoutNs(2 * SILENCE_MAX.toNanos())
                    .termBufferSparseFile(true)
                    .spiesSimulateConnection(false)
                    .errorHandler(error -> LOG.warn("media driver", error)));
            boolean connected = false;
            try {
                Aeron aeron = Aeron.connect(new Aeron.Context()
                        .aeronDirectoryName(driver.aeronDirectoryName())
                        .driverTimeoutMs(SILENCE_MAX.toMillis())
                        .errorHandler(error -> LOG.warn("Aeron client", error))
                        .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE));
                connected = true;
                return new Engine(driver, aeron);
            } finally {
                if (!connected) {
                    driver.close();
                }
            }
        }
    }
}
