package org.noisescale.parameterserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.service.ShardMeter;
import org.noisescale.parameterserver.transport.WaitMeter;

final class ServerMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServerMeters meters = new ServerMeters(registry);

    private static ShardMeter shard(int number) {
        return new ShardMeter(number, new WaitMeter(), () -> 3);
    }

    private List<String> lines() {
        return registry.scrape().lines().toList();
    }

    @Test
    void tellRunsAndShardsApart() {
        meters.onRunOpened(0xabcL, List.of(shard(0), shard(1)));
        meters.onRunOpened("seed=7", List.of(shard(0)));

        assertThat(lines())
                .contains(
                        "noisescale_server_senders{run=\"abc\",shard=\"0\"} 3.0",
                        "noisescale_server_senders{run=\"abc\",shard=\"1\"} 3.0",
                        "noisescale_server_senders{run=\"seed=7\",shard=\"0\"} 3.0",
                        "noisescale_server_pushes_total{run=\"seed=7\",shard=\"0\"} 0.0");
    }

    @Test
    void latenciesAndWaitsAreHistogramsWhoseBoundsArePowersOfTwo() {
        ShardMeter shard = shard(0);
        meters.onRunOpened(1, List.of(shard));
        for (long ns : new long[] {0, 1_023, 1_024, 2_047, 2_048, 1L << 34, Long.MAX_VALUE / 2}) {
            shard.chunkLatency().observe(ns);
        }

        assertThat(lines().stream().filter(line -> line.startsWith("noisescale_server_chunk_latency_seconds_bucket")))
                .hasSize(26)
                .contains(
                        "noisescale_server_chunk_latency_seconds_bucket{run=\"1\",shard=\"0\",le=\"1.024E-6\"} 2",
                        "noisescale_server_chunk_latency_seconds_bucket{run=\"1\",shard=\"0\",le=\"2.048E-6\"} 4",
                        "noisescale_server_chunk_latency_seconds_bucket{run=\"1\",shard=\"0\",le=\"4.096E-6\"} 5",
                        "noisescale_server_chunk_latency_seconds_bucket{run=\"1\",shard=\"0\",le=\"17.179869184\"} 5",
                        "noisescale_server_chunk_latency_seconds_bucket{run=\"1\",shard=\"0\",le=\"+Inf\"} 7");
        assertThat(lines()).contains("noisescale_server_back_pressure_seconds_count{run=\"1\",shard=\"0\"} 0");
    }

    @Test
    void theLastRunsThatAreOverAreStillTold() {
        for (long run = 0; run < 20; run++) {
            meters.onRunOpened(run, List.of(shard(0)));
            meters.onRunOver(run);
            meters.onRunOver(run);
        }

        assertThat(lines().stream().filter(line -> line.startsWith("noisescale_server_steps_total")))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(20 - ServerMeters.ENDED_MAX, 20)
                        .mapToObj(run -> "noisescale_server_steps_total{run=\"" + Integer.toHexString(run)
                                + "\",shard=\"0\"} 0.0")
                        .toList());
        assertThat(registry.scrape()).doesNotContain("run=\"b\"");
    }

    @Test
    void anotherAttemptOfARunTakesThePlaceOfTheOneBefore() {
        meters.onRunOpened("seed=7", List.of(shard(0), shard(1)));
        meters.onRunOpened("seed=7", List.of(new ShardMeter(0, new WaitMeter(), () -> 1)));

        assertThat(lines().stream().filter(line -> line.startsWith("noisescale_server_senders{")))
                .containsExactly("noisescale_server_senders{run=\"seed=7\",shard=\"0\"} 1.0");
    }

    @Test
    void aProcessThatServesDriversTellsOfThem() {
        meters.withDrivers();
        meters.onDrivers(2);
        meters.onHeartbeat();
        meters.onRunOpened(1, List.of());
        meters.onRunOpened(2, List.of());
        meters.onRunOver(1);

        assertThat(lines())
                .contains(
                        "noisescale_server_drivers 2.0",
                        "noisescale_server_heartbeats_total 1.0",
                        "noisescale_server_runs_total 2.0",
                        "noisescale_server_open_runs 1.0");
    }
}
