package org.noisescale.parameterserver.transport;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.RethrowingErrorHandler;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import java.time.Duration;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How media drivers and their clients are set up.
 *
 * @param mtuBytes longest datagram without the headers of IP and UDP
 * @param socketBufferBytes what the kernel grants each socket for receiving, and for sending
 */
record AeronSettings(int mtuBytes, int socketBufferBytes) {
    /** Longest fragment that Aeron allows: a chunk on shared memory travels unfragmented. */
    static final int IPC_MTU_BYTES = 65504;
    /**
     * A party that is silent for so long is gone. Others know before 3 s are over: Aeron then waits for five status
     * messages that do not come, and looks twice. A pause of 1 s is not mistaken for it.
     */
    static final Duration SILENCE_MAX = Duration.ofMillis(1_800);

    private static final Logger LOG = LoggerFactory.getLogger(AeronSettings.class);

    /**
     * What one sender may have on its way: 50 MB/s at a round trip of 20 ms; a term buffer halves it if it is short.
     */
    private static final int WINDOW_BYTES = 1 << 20;

    private static final Duration STATUS_EVERY = Duration.ofMillis(50);
    /** How often a client gives a sign of life. */
    private static final Duration SIGN_EVERY = Duration.ofMillis(250);
    /** How often a driver looks who is silent, and whose last words have arrived. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    /** Within a JVM nobody can be gone alone: a long pause of all of it must not look like a death. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);
    /** The least that Aeron takes, with room for 1,500 streams; its other buffers are at their least by default. */
    private static final int COUNTERS_BYTES = 1 << 20;
    /** Aeron warns below 160 MiB, at every stream; a container that holds a run well has less from the beginning. */
    private static final long LOW_STORAGE_BYTES = 4 << 20;

    /** What this JVM is told by its flags, within what its kernel grants. */
    static AeronSettings ofThisJvm() {
        return new AeronSettings(DatagramLength.ofThisJvm(), SocketBuffers.granted());
    }

    /** For whom there is nothing to do: looks ten times, lets others, then parks for up to a tenth of a millisecond. */
    static BackoffIdleStrategy newIdleStrategy() {
        return new BackoffIdleStrategy(10, 20, 1_000, 100_000);
    }

    /** A driver for the clients of this JVM. */
    MediaDriver.Context embeddedDriver(String folder, DriverPause pause) {
        return driver(folder)
                .sharedIdleStrategy(pause)
                .dirDeleteOnStart(true)
                .clientLivenessTimeoutNs(PAUSE_MAX.toNanos())
                .publicationUnblockTimeoutNs(2 * PAUSE_MAX.toNanos());
    }

    /** A driver for several JVMs, one of which may be gone while the others go on. */
    MediaDriver.Context standaloneDriver(String folder) {
        return driver(folder)
                .clientLivenessTimeoutNs(SILENCE_MAX.toNanos())
                .publicationUnblockTimeoutNs(2 * SILENCE_MAX.toNanos());
    }

    private MediaDriver.Context driver(String folder) {
        return new MediaDriver.Context()
                .aeronDirectoryName(folder)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(newIdleStrategy())
                .mtuLength(mtuBytes)
                .ipcMtuLength(IPC_MTU_BYTES)
                .socketRcvbufLength(socketBufferBytes)
                .socketSndbufLength(socketBufferBytes)
                .initialWindowLength(Math.min(WINDOW_BYTES, socketBufferBytes))
                .imageLivenessTimeoutNs(SILENCE_MAX.toNanos())
                .publicationConnectionTimeoutNs(SILENCE_MAX.toNanos())
                .publicationLingerTimeoutNs(SILENCE_MAX.toNanos())
                .flowControlReceiverTimeoutNs(SILENCE_MAX.toNanos())
                .statusMessageTimeoutNs(STATUS_EVERY.toNanos())
                .timerIntervalNs(LOOK_EVERY.toNanos())
                .counterValuesBufferLength(COUNTERS_BYTES)
                .termBufferSparseFile(true)
                .lowStorageWarningThreshold(LOW_STORAGE_BYTES)
                .spiesSimulateConnection(false)
                .errorHandler(error -> LOG.warn("media driver", error));
    }

    /** A client of the embedded driver. */
    static Aeron.Context embeddedClient(String folder) {
        return client(folder).driverTimeoutMs(PAUSE_MAX.toMillis());
    }

    /** A client of a driver in another JVM. */
    static Aeron.Context standaloneClient(String folder) {
        return client(folder).driverTimeoutMs(SILENCE_MAX.toMillis());
    }

    private static Aeron.Context client(String folder) {
        return new Aeron.Context()
                .aeronDirectoryName(folder)
                .keepAliveIntervalNs(SIGN_EVERY.toNanos())
                .errorHandler(error -> LOG.warn("Aeron client", error))
                .subscriberErrorHandler(RethrowingErrorHandler.INSTANCE);
    }

    /** Whether a driver in another JVM gives signs of life. */
    static boolean isActive(String folder) {
        return CommonContext.isDriverActive(
                new File(folder), SILENCE_MAX.toMillis(), message -> LOG.debug("{}", message));
    }
}
