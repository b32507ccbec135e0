package org.noisescale.parameterserver.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.StepReport;

final class MetricsServerTest {
    /** A line of the text format, version 0.0.4: a comment, or a name, labels, and a number. */
    private static final Pattern LINE = Pattern.compile("# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*"
            + "|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[a-zA-Z_]+=\"[^\"]*\"(,[a-zA-Z_]+=\"[^\"]*\")*,?})?"
            + " (NaN|[+-]Inf|[-+0-9.eE]+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private MetricsServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new MetricsServer(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static StepReport step(double loss) {
        return new StepReport(
                1,
                64,
                loss,
                0.1,
                new NoiseReading(5.5, 0.25),
                List.of(),
                Optional.empty(),
                new UpdateFigures(0, 0, 0),
                List.of());
    }

    @Test
    void namesTheMachineWhereItListensAtAllItsAddresses() throws IOException {
        assertThat(server.url())
                .isEqualTo("http://127.0.0.1:" + server.address().getPort() + "/metrics");
        try (MetricsServer everywhere = new MetricsServer(InetAddress.getByAddress(new byte[Integer.BYTES]), 0)) {
            URI url = URI.create(everywhere.url());

            assertThat(url.getHost()).isEqualTo(MachineName.find()).isNotEqualTo("0.0.0.0");
            assertThat(url.getPort()).isEqualTo(everywhere.address().getPort());
        }
    }

    @Test
    void tellsInTheTextFormatWhatTheMetersHaveSeen() throws IOException, InterruptedException {
        RunMeters meters = new RunMeters(server.registry());
        meters.observe(step(2.5));
        meters.observe(step(1.5));
        meters.observe(new WorkerTiming(3, 1_500_000_000, 250_000_000, 0, 0));
        meters.observe(new ShardTiming(1, 500_000_000, 2_000_000_000, 0, 4096, 1024, 8));

        HttpResponse<String> response = ask("GET", "/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body().lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(response.body().lines())
                .contains(
                        "noisescale_steps_total 2.0",
                        "noisescale_examples_total 128.0",
                        "noisescale_training_loss 1.5",
                        "noisescale_noise_trace 5.5",
                        "noisescale_gradient_norm_squared 0.25",
                        "noisescale_worker_compute_seconds_total{worker=\"3\"} 1.5",
                        "noisescale_worker_push_seconds_total{worker=\"3\"} 0.25",
                        "noisescale_shard_aggregation_seconds_total{shard=\"1\"} 0.5",
                        "noisescale_shard_received_bytes_total{shard=\"1\"} 4096.0",
                        "noisescale_shard_sent_bytes_total{shard=\"1\"} 1024.0",
                        "noisescale_shard_chunk_update_seconds_count{shard=\"1\"} 8",
                        "noisescale_shard_chunk_update_seconds_sum{shard=\"1\"} 2.0");
    }

    @Test
    void isReadyWhenTheProcessIsAtWork() throws IOException, InterruptedException {
        assertThat(ask("GET", "/health").statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/ready").statusCode()).isEqualTo(503);

        server.ready(true);

        assertThat(ask("GET", "/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void answersNothingElse() throws IOException, InterruptedException {
        assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/metrics/more").statusCode()).isEqualTo(404);
        assertThat(ask("POST", "/metrics").statusCode()).isEqualTo(405);
    }

    @Test
    void aPortThatIsTakenIsNotTaken() {
        int taken = server.address().getPort();

        assertThatThrownBy(() -> new MetricsServer(InetAddress.getLoopbackAddress(), taken))
                .isInstanceOf(BindException.class);
    }
}
