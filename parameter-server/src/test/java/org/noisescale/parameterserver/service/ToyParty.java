package org.noisescale.parameterserver.service;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.LossyLink;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * A party of a toy run in a JVM of its own: the server, a worker, or the link between them. The first two print the
 * hash of the parameters with which they end.
 */
final class ToyParty {
    /** At which a worker computes for long, if it is asked to. */
    static final int SLOW_STEP = 5;

    private static final int VIRTUAL_WORKERS = 6;
    private static final int SHARDS = 2;

    private ToyParty() {}

    /** A run of which every party knows how large it is. */
    record Size(int workers, int length, int steps) {
        ToyProblem problem() {
            return new ToyProblem(Layouts.ofLength(length), VIRTUAL_WORKERS, steps);
        }

        ServerPlan plan() {
            return problem().plan(workers, SHARDS, new BulkSynchronousPolicy(), Duration.ofSeconds(60));
        }
    }

    /**
     * Arguments: {@code server ADDRESS PORT WORKERS LENGTH STEPS}, {@code worker … RANK SLOW_MS}, or {@code link FRONT
     * PORT PARTY LOSS DELAY_MS}.
     */
    public static void main(String[] arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments[2]);
        if (arguments[0].equals("link")) {
            link(arguments, port);
            return;
        }
        Size size = new Size(
                Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        RunChannels channels = RunChannels.udp(arguments[1], port, 1_000).sizedFor(size.workers, SHARDS);
        float[] parameters = arguments[0].equals("server")
                ? serve(size, channels)
                : new ToyWorker(size.problem(), size.plan(), Integer.parseInt(arguments[6]), channels)
                        .computingAt(SLOW_STEP, Duration.ofMillis(Long.parseLong(arguments[7])))
                        .call();
        out().println(hash(parameters));
    }

    private static PrintStream out() {
        return System.out;
    }

    private static void link(String[] arguments, int port) throws InterruptedException {
        Duration delay = Duration.ofNanos(Math.round(1e6 * Double.parseDouble(arguments[5])));
        LossyLink.Quality quality = new LossyLink.Quality(Double.parseDouble(arguments[4]), delay, 17);
        try (LossyLink link = new LossyLink(arguments[1], new InetSocketAddress(arguments[3], port), quality)) {
            out().println("link " + link.front());
            Thread.currentThread().join();
        }
    }

    static float[] serve(Size size, RunChannels channels) throws InterruptedException {
        RecordingListener told = new RecordingListener();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(size.plan(), size.problem().start(), node, channels, told)) {
            told.await(size.steps + 1);
            return server.stop();
        }
    }

    static String hash(float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES);
        bytes.asFloatBuffer().put(parameters);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lines of a party's output that are hashes. */
    static String[] hashes(String output) {
        return output.lines().filter(line -> line.matches("[0-9a-f]{64}")).toArray(String[]::new);
    }

    static String text(byte[] output) {
        return new String(output, StandardCharsets.UTF_8);
    }
}
