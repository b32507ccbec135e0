package org.noisescale.parameterserver.transport;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.driver.MediaDriver;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.DriverTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/**
 * A share in a media driver and its only client in this JVM. All of the JVM use the same ones: a driver of the JVM's
 * own, which stops with its last user, or one that runs elsewhere on this machine.
 */
public final class AeronNode implements AutoCloseable {
    /** The JVM flag that names the folder of a media driver for several JVMs. */
    public static final String MEDIA_DRIVER = "noisescale.mediaDriver";

    /** The environment variable that says where JVMs put the folders of their own media drivers. */
    public static final String FOLDER_VARIABLE = "NOISESCALE_MEDIA_DRIVERS";

    /** The JVM flags that all JVMs of a run are to have in common. */
    public static final List<String> PROPERTIES = List.of(MEDIA_DRIVER, DatagramLength.PROPERTY, CoreBinding.PROPERTY);

    /** Below the streams of all runs. */
    private static final int CONTROL_STREAM = 1;
    /** Answers are offered, not waited with. */
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(1);

    private static final Object LOCK = new Object();
    private static final Map<String, Engine> ENGINES = new HashMap<>();
    /** Instead of a folder, which the JVM's own driver chooses. */
    private static final String OWN = "";

    private final String key;
    private final Engine engine;
    private boolean closed;

    private AeronNode(String key, Engine engine) {
        this.key = key;
        this.engine = engine;
    }

    /**
     * A share in the driver that the JVM's flags name, or else in the JVM's own, which is started if it is not running;
     * each caller closes what it got.
     *
     * @throws RunAbortedException if the named one does not run, or threads cannot be bound to cores although they
     *     shall
     */
    public static AeronNode open() {
        return share(System.getProperty(MEDIA_DRIVER, OWN));
    }

    /**
     * A share in the driver that runs in a folder.
     *
     * @throws RunAbortedException if none does
     */
    public static AeronNode open(Path folder) {
        return share(folder.toString());
    }

    /** Removes what JVMs that were killed have left in memory, where JVMs of this user put it; returns for how many. */
    public static int removeAbandoned() {
        return DriverFolders.ofThisJvm().removeAbandoned();
    }

    /** Whether this JVM's flags name a driver that other JVMs use as well. */
    public static boolean isStandalone() {
        return !System.getProperty(MEDIA_DRIVER, OWN).equals(OWN);
    }

    private static AeronNode share(String folder) {
        CoreBinding.findObstacle().ifPresent(reason -> {
            throw new RunAbortedException(reason);
        });
        String key = folder.equals(OWN) ? OWN : StandaloneMediaDriver.absolute(Path.of(folder));
        synchronized (LOCK) {
            Engine engine = ENGINES.get(key);
            if (engine == null || engine.isLost()) {
                engine = key.equals(OWN) ? Engine.embedded() : Engine.of(key);
                ENGINES.put(key, engine);
            }
            engine.users++;
            return new AeronNode(key, engine);
        }
    }

    /** Where a worker pushes to one shard. */
    public AeronSink pushSink(RunChannels channels, int shard, Duration waitLimit) {
        return sink(channels.serverOf(shard).pushOut(), channels.pushStream(shard), waitLimit, channels.nameOf(shard));
    }

    /** Where a shard sends parameters. */
    private AeronSink parametersSink(RunChannels channels, int shard, Duration waitLimit) {
        return sink(
                channels.serverOf(shard).parametersOut(), channels.parametersStream(shard), waitLimit, "the workers");
    }

    /** How a worker is connected with one shard; chunks pass through rings where both are on this machine's driver. */
    public ShardLink shardLink(RunChannels channels, int shard, WorkerIdentity worker, Duration waitLimit) {
        AeronSink pushes = pushSink(channels, shard, waitLimit);
        AeronSource parameters = parametersSource(channels, shard);
        if (!channels.serverOf(shard).isShared()) {
            return new ShardLink(pushes, parameters);
        }
        RingFiles files = ringFiles(channels, shard, worker.rank(), worker.attempt());
        return new ShardLink(pushes, parameters, files, channels.ringBytes());
    }

    /**
     * The same where the shard speaks to each worker alone; rings do that, and a stream for each where there are none.
     */
    public ShardLink shardLink(RunChannels channels, int shard, WorkerIdentity worker, int shards, Duration waitLimit) {
        ServerChannels server = channels.serverOf(shard);
        if (server.isShared()) {
            return shardLink(channels, shard, worker, waitLimit);
        }
        return new ShardLink(
                pushSink(channels, shard, waitLimit),
                parametersSource(channels, shard),
                source(server.parametersIn(), channels.readingStream(shard, worker.rank(), shards)));
    }

    /** How a shard is connected with its workers. */
    public WorkerLinks workerLinks(RunChannels channels, int shard, Duration waitLimit) {
        return new WorkerLinks(
                pushSource(channels, shard),
                parametersSink(channels, shard, waitLimit),
                (worker, attempt) -> ringFiles(channels, shard, worker, attempt));
    }

    /** The same where it speaks to each of them alone. */
    public WorkerLinks workerLinks(RunChannels channels, int shard, int workers, int shards, Duration waitLimit) {
        ServerChannels server = channels.serverOf(shard);
        int streams = server.isShared() ? 0 : workers;
        return new WorkerLinks(
                pushSource(channels, shard),
                parametersSink(channels, shard, waitLimit),
                IntStream.range(0, streams)
                        .mapToObj(worker -> sink(
                                server.parametersOut(),
                                channels.readingStream(shard, worker, shards),
                                waitLimit,
                                "worker " + worker))
                        .toList(),
                (worker, attempt) -> ringFiles(channels, shard, worker, attempt));
    }

    private RingFiles ringFiles(RunChannels channels, int shard, int worker, int attempt) {
        return RingFiles.of(folder(), channels.pushStream(shard), worker, attempt);
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
        return source(engine.atOnePort(channels.serverOf(shard).parametersIn()), channels.parametersStream(shard));
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
        engine.expect(channel);
        return new AeronSink(ask(aeron -> aeron.addExclusivePublication(channel, stream)), waitLimit, receiver);
    }

    private AeronSource source(String channel, int stream) {
        engine.expect(channel);
        return new AeronSource(ask(aeron -> aeron.addSubscription(channel, stream)));
    }

    private <T> T ask(Function<Aeron, T> question) {
        try {
            return question.apply(engine.aeron);
        } catch (AeronException e) {
            if (isOfItsEnd(e)) {
                engine.ending = true;
            }
            if (!isLost() && !(e instanceof DriverTimeoutException)) {
                throw e;
            }
            RunAbortedException lost = new RunAbortedException(loss());
            lost.initCause(e);
            throw lost;
        }
    }

    /** A client that misses its driver refuses everything for a moment, with this text, before it is closed. */
    private static boolean isOfItsEnd(AeronException refusal) {
        return String.valueOf(refusal.getMessage()).endsWith("Aeron client is terminating");
    }

    /**
     * Closes what was sent on, at the end of a run. This JVM's own media driver, which sends again what is lost on the
     * way, does not end before all of it has arrived; but who is not there, or stays silent, is not waited for.
     */
    public void closeDelivered(List<AeronSink> sinks) {
        List<AeronSink> heard = sinks.stream().filter(AeronSink::isConnected).toList();
        sinks.forEach(AeronSink::close);
        engine.lastWords.removeIf(words -> !engine.isUnderway(words));
        engine.lastWords.addAll(heard);
    }

    /**
     * Whether the media driver has gone silent, so that nothing comes and goes any more; another share may be better.
     */
    public boolean isLost() {
        return engine.isLost();
    }

    /** That loss in words. */
    public String loss() {
        return "the media driver in " + folder() + " is gone";
    }

    /** The folder of the media driver's files. */
    public String folder() {
        return engine.aeron.context().aeronDirectoryName();
    }

    /** Gives the share back; the last one to do so stops what this JVM has started, and removes its files. */
    @Override
    public void close() {
        if (isLast()) {
            engine.close();
        }
    }

    private boolean isLast() {
        synchronized (LOCK) {
            engine.users -= closed ? 0 : 1;
            boolean last = !closed && engine.users == 0;
            closed = true;
            if (last) {
                ENGINES.remove(key, engine);
            }
            return last;
        }
    }

    /** What runs in this JVM: a client, and its media driver unless that is another JVM's. */
    private static final class Engine {
        private final @Nullable MediaDriver driver;
        private final Aeron aeron;
        private final DriverPause pause;
        private int users;
        private volatile boolean ending;

        private final Map<String, Long> tags = new ConcurrentHashMap<>();
        private final Queue<AeronSink> lastWords = new ConcurrentLinkedQueue<>();

        private Engine(@Nullable MediaDriver driver, Aeron aeron, DriverPause pause) {
            this.driver = driver;
            this.aeron = aeron;
            this.pause = pause;
        }

        private boolean isLost() {
            return ending || aeron.isClosed();
        }

        private void close() {
            if (driver != null) {
                awaitDelivery();
            }
            CloseHelper.closeAll(aeron, driver);
        }

        private void awaitDelivery() {
            IdleStrategy idle = AeronSettings.newIdleStrategy();
            long deadlineNs = System.nanoTime() + AeronSettings.SILENCE_MAX.toNanos();
            while (!isLost()
                    && System.nanoTime() - deadlineNs < 0
                    && lastWords.stream().anyMatch(this::isUnderway)) {
                idle.idle();
            }
        }

        /** A driver drops a closed stream between machines when the receiver says that it has all, or after seconds. */
        private boolean isUnderway(AeronSink closed) {
            return !isLost()
                    && aeron.countersReader()
                                    .findByTypeIdAndRegistrationId(
                                            AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID, closed.registration())
                            != CountersReader.NULL_COUNTER_ID;
        }

        /**
         * The channel with a mark that has all of this JVM's streams of it arrive at one port: whoever asks a server
         * for a stream is sent all of the server's streams there, once for every port.
         */
        private String atOnePort(String channel) {
            return ServerChannels.isShared(channel)
                    ? channel
                    : channel + "|tags=" + tags.computeIfAbsent(channel, mark -> aeron.nextCorrelationId());
        }

        private void expect(String channel) {
            if (!ServerChannels.isShared(channel)) {
                pause.expectDatagrams();
            }
        }

        private static Engine embedded() {
            AeronSettings settings = AeronSettings.ofThisJvm();
            DriverFolders folders = DriverFolders.ofThisJvm();
            folders.removeAbandoned();
            DriverPause pause = new DriverPause();
            MediaDriver driver = MediaDriver.launchEmbedded(
                    settings.embeddedDriver(folders.draw().toString(), pause));
            boolean connected = false;
            try {
                Aeron aeron = Aeron.connect(AeronSettings.embeddedClient(driver.aeronDirectoryName()));
                connected = true;
                return new Engine(driver, aeron, pause);
            } finally {
                if (!connected) {
                    driver.close();
                }
            }
        }

        private static Engine of(String folder) {
            if (!AeronSettings.isActive(folder)) {
                throw new RunAbortedException("no media driver is running in " + folder);
            }
            return new Engine(null, Aeron.connect(AeronSettings.standaloneClient(folder)), new DriverPause());
        }
    }
}
