package org.noisescale.driver.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.noisescale.parameterserver.metrics.MetricsServer;
import org.noisescale.parameterserver.metrics.ServerMeters;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * What the meters of the shards cost: batches of rounds with them, each scraped once over HTTP, in turn with batches
 * without them, on two servers of one JVM. Neighbouring batches are compared, so that what else the machine does meets
 * both.
 */
public final class MeterBench {
    private static final int WARMUPS = 3;

    private final PushPullBench.Placement placement;
    private final int pairs;
    private final Consumer<String> progress;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * A bench that has measured nothing yet.
     *
     * @param pairs how many batches of each kind count
     * @param progress is told what is measured next
     */
    public MeterBench(PushPullBench.Placement placement, int pairs, Consumer<String> progress) {
        this.placement = placement;
        this.pairs = pairs;
        this.progress = progress;
    }

    /** Measures each plan; the numbers of their runs are to differ by 2. */
    public MeterReport run(List<PushPullPlan> plans) {
        List<MeterResult> results = new ArrayList<>();
        for (PushPullPlan plan : plans) {
            progress.accept(plan.parameters() + " parameters");
            results.add(run(plan));
        }
        return new MeterReport(results);
    }

    private MeterResult run(PushPullPlan plan) {
        PushPullPlan other =
                new PushPullPlan(plan.parameters(), plan.workers(), plan.shards(), plan.port(), plan.run() + 1);
        try (AeronNode node = AeronNode.open();
                MetricsServer metrics = new MetricsServer(InetAddress.getLoopbackAddress(), 0);
                MeteredSide without = MeteredSide.open(plan, false, placement, node);
                MeteredSide with = MeteredSide.open(other, true, placement, node)) {
            new ServerMeters(metrics.registry())
                    .onRunOpened(plan.run(), with.server().meters());
            return measure(plan, without, with, URI.create(metrics.url()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MeterResult measure(PushPullPlan plan, MeteredSide without, MeteredSide with, URI metrics)
            throws IOException {
        int rounds = Batches.rounds(plan.parameters());
        MeterResult.Builder result = new MeterResult.Builder(plan);
        for (int pair = -WARMUPS; pair < pairs; pair++) {
            boolean metersFirst = pair % 2 != 0;
            long[] metered = metersFirst ? scraped(with, rounds, metrics) : new long[0];
            long[] plain = without.batch(rounds);
            metered = metersFirst ? metered : scraped(with, rounds, metrics);
            if (pair >= 0) {
                result.add(plain, metered);
            }
        }
        return result.build();
    }

    private long[] scraped(MeteredSide side, int rounds, URI metrics) throws IOException {
        CompletableFuture<HttpResponse<String>> scrape =
                client.sendAsync(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
        long[] durations = side.batch(rounds);
        if (!scrape.join().body().contains("noisescale_server_chunk_latency_seconds_bucket")) {
            throw new IllegalStateException("the scrape does not tell of the rounds");
        }
        return durations;
    }
}
