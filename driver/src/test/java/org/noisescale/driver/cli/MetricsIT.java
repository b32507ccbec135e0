package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.protocol.WorkerPublisher;

/** What a scrape says of a run and what its files say are the same figures. */
@Timeout(180)
class MetricsIT {
    private static final int DIMENSION = 50;
    private static final int STEPS = 40;
    private static final int BATCH = 12;
    private static final int WORKERS = 2;
    private static final int SHARDS = 3;
    private static final String STUDY = """
            name: watched
            question: Do the meters and the files agree?
            data: {source: quadratic, dimension: 50}
            optimizer: {kind: momentum, learningRate: 0.1}
            training: {workers: 2, batchSize: 12, steps: 40, evaluateEvery: 10, seeds: [7]}
            """;

    private static final ChunkPlan CHUNKS =
            new ChunkPlan(new ParameterLayout(List.of(new Segment("W", 0, DIMENSION, Segment.Kind.WEIGHT))));

    /** The line that says that the run is finished, when nothing is closed yet. */
    private static final String FINISHED = "run 1/1";

    @TempDir
    private Path temporary;

    private final StringWriter errors = new StringWriter();
    private final Observer out = new Observer();
    private List<ServerProcess> servers = List.of();

    @AfterEach
    void stop() throws IOException {
        for (ServerProcess server : servers) {
            server.close();
        }
    }

    /** The terminal; when the run is finished, everything that was announced on it is scraped before it goes on. */
    private static final class Observer extends PrintWriter {
        private final StringWriter text;
        private Scrape driver = Scrape.NONE;
        private Scrape executor = Scrape.NONE;

        Observer() {
            this(new StringWriter());
        }

        private Observer(StringWriter text) {
            super(text);
            this.text = text;
        }

        @Override
        public void println(String line) {
            super.println(line);
            if (line.startsWith(FINISHED)) {
                driver = Scrape.announcedIn(text.toString(), "metrics at ");
                executor = Scrape.announcedIn(text.toString(), "metrics of executor driver at ");
            }
        }
    }

    private Results run(Object... further) throws IOException {
        Path folder = temporary.resolve("out");
        Stream<Object> arguments = Stream.of(
                "run",
                Command.study(temporary, STUDY),
                "--out",
                folder,
                "--metrics-port",
                0,
                "--worker-metrics-port",
                0);
        int status = Noisescale.commandLine(out, new PrintWriter(errors))
                .execute(Stream.concat(arguments, Stream.of(further))
                        .map(Object::toString)
                        .toArray(String[]::new));
        assertThat(status).as(errors.toString() + out.text).isZero();
        return new Results(folder);
    }

    @Test
    void serversDriverAndExecutorSayWhatTheFilesSay() throws IOException {
        servers = List.of(
                ServerProcess.start(temporary, "--shards", 2, "--metrics-port", 0),
                ServerProcess.start(temporary, "--shards", 1, "--metrics-port", 0));

        Results results = run(
                "--set",
                "server=" + servers.stream().map(ServerProcess::address).toList());

        Scrape first = Scrape.announcedIn(servers.get(0).output(), "Metrics at ");
        Scrape second = Scrape.announcedIn(servers.get(1).output(), "Metrics at ");
        String run = first.labels("noisescale_server_steps_total").get(0).replaceFirst(".*run=\"([0-9a-f]+)\".*", "$1");
        for (Scrape server : List.of(first, second)) {
            assertThat(server.value("noisescale_server_runs_total")).isEqualTo(1);
            assertThat(server.value("noisescale_server_open_runs")).isZero();
            assertThat(server.value("noisescale_server_heartbeats_total")).isPositive();
            assertThat(server.isReady()).isTrue();
        }
        requireShards(first.and(second), run, results);
        requireDriver(results);
        requireExecutor(results);
    }

    @Test
    void shardsInTheDriverAreToldByIt() throws IOException {
        Results results = run("--set", "training.shards=3");

        requireShards(out.driver, "seed=7", results);
        requireDriver(results);
        requireExecutor(results);
    }

    /** Bytes of frames without values. */
    private static int overhead() {
        int[] bytes = new int[1];
        UnsafeBuffer none = new UnsafeBuffer(ByteBuffer.allocate(Float.BYTES));
        new WorkerPublisher(1, 0, 0)
                .contribution(0, 0, 1, 1)
                .send((header, length, body, offset, bodyLength) -> bytes[0] += length, new double[0], 0, none, 0, 0);
        return bytes[0];
    }

    private static int joins() {
        int[] bytes = new int[1];
        new WorkerPublisher(1, 0, 0)
                .join((header, length, body, offset, bodyLength) -> bytes[0] += length + bodyLength);
        return bytes[0] * WORKERS;
    }

    private static int leaves() {
        int[] bytes = new int[1];
        new WorkerPublisher(1, 0, 0).offerLeave((buffer, length) -> {
            bytes[0] += length;
            return true;
        });
        return bytes[0] * WORKERS;
    }

    private static void requireShards(Scrape scrape, String run, Results results) {
        CsvTable steps = results.steps("seed=7");
        assertThat(steps.rowCount()).isEqualTo(STEPS);
        assertThat(results.timings("seed=7").rowCount())
                .as("that of the last step may come when nobody listens any more")
                .isBetween(STEPS - 1, STEPS);
        for (int shard = 0; shard < SHARDS; shard++) {
            requireShard(scrape.of("run=\"" + run + "\",shard=\"" + shard + "\""), results);
        }
        requireTraffic(name -> sum(scrape, run, name));
        NoiseReading last = NoiseMeter.ofIndependentDraws(WORKERS)
                .read(
                        sum(scrape, run, "noisescale_server_gradient_weighted_squared_norm"),
                        sum(scrape, run, "noisescale_server_gradient_squared_norm"),
                        BATCH);
        Offset<Double> rounding = within(1e-9 * Math.abs(last.noiseTrace()));
        assertThat(last.noiseTrace()).isCloseTo(steps.number(STEPS - 1, "noise_trace"), rounding);
        assertThat(last.gradientNormSquared()).isCloseTo(steps.number(STEPS - 1, "gradient_norm_squared"), rounding);
    }

    private static double sum(Scrape scrape, String run, String name) {
        return IntStream.range(0, SHARDS)
                .mapToDouble(shard ->
                        scrape.of("run=\"" + run + "\",shard=\"" + shard + "\"").value(name))
                .sum();
    }

    private static void requireShard(Scrape.Series series, Results results) {
        assertThat(series.value("noisescale_server_steps_total"))
                .isEqualTo(results.summary().number(0, "steps"));
        assertThat(series.value("noisescale_server_examples_total"))
                .isEqualTo(results.summary().number(0, "examples"));
        assertThat(series.value("noisescale_server_batch_examples")).isEqualTo(BATCH);
        assertThat(series.value("noisescale_server_ignored_pushes_total")).isZero();
        assertThat(series.value("noisescale_server_staleness_total")).isZero();
        assertThat(series.value("noisescale_server_staleness_max")).isZero();
        assertThat(series.value("noisescale_server_chunk_latency_seconds_count"))
                .isEqualTo(series.value("noisescale_server_chunks_total"));
    }

    private static void requireTraffic(Scrape.Series sums) {
        double chunks = STEPS * CHUNKS.chunkCount();
        double pushes = chunks * WORKERS;
        double valueBytes = DIMENSION * Float.BYTES;
        assertThat(sums.value("noisescale_server_chunks_total")).isEqualTo(chunks);
        assertThat(sums.value("noisescale_server_pushes_total")).isEqualTo(pushes);
        assertThat(sums.value("noisescale_server_sent_bytes_total"))
                .as("every version, the first included")
                .isEqualTo((STEPS + 1) * valueBytes);
        double gradients = STEPS * WORKERS * valueBytes + pushes * overhead() + SHARDS * joins();
        assertThat(sums.value("noisescale_server_received_bytes_total"))
                .as("gradients, their headers, and a join of each worker with each shard; leaves if it still listened")
                .isBetween(gradients, gradients + SHARDS * leaves());
    }

    private void requireDriver(Results results) {
        CsvTable steps = results.steps("seed=7");

        assertThat(out.driver.value("noisescale_steps_total"))
                .isEqualTo(results.summary().number(0, "steps"));
        assertThat(out.driver.value("noisescale_examples_total"))
                .isEqualTo(results.summary().number(0, "examples"));
        assertThat(out.driver.value("noisescale_training_loss")).isEqualTo(steps.number(STEPS - 1, "loss"));
        assertThat(out.driver.value("noisescale_noise_trace")).isEqualTo(steps.number(STEPS - 1, "noise_trace"));
        assertThat(out.driver.value("noisescale_gradient_norm_squared"))
                .isEqualTo(steps.number(STEPS - 1, "gradient_norm_squared"));
    }

    private void requireExecutor(Results results) {
        CsvTable timings = results.timings("seed=7");
        double slowest = 0;
        for (double seconds : timings.numbers("compute_seconds")) {
            slowest += seconds;
        }
        double compute = 0;
        double examples = 0;
        for (int worker = 0; worker < WORKERS; worker++) {
            Scrape.Series series = out.executor.of("run=\"seed=7\",worker=\"" + worker + "\"");
            assertThat(series.value("noisescale_executor_steps_total")).isEqualTo(STEPS);
            assertThat(series.value("noisescale_executor_pushed_bytes_total"))
                    .isEqualTo(STEPS * DIMENSION * Float.BYTES);
            assertThat(series.value("noisescale_executor_pulled_bytes_total"))
                    .isEqualTo((STEPS + 1) * DIMENSION * Float.BYTES);
            examples += series.value("noisescale_executor_examples_total");
            compute += series.value("noisescale_executor_compute_seconds_total");
        }
        assertThat(examples).isEqualTo(results.summary().number(0, "examples"));
        assertThat(compute).as("of both, more than of the slower one").isGreaterThanOrEqualTo(slowest);
        assertThat(out.driver.targets()).contains(out.executor.address());
    }

    /** Asked while the run goes on; the executors are JVMs of their own that ask for the same port. */
    @Test
    void everyExecutorTellsOfItsOwnWorkers() throws IOException {
        Path study = Command.study(temporary, STUDY.replace("steps: 40", "steps: 10000000"));
        try (DriverProcess driver = DriverProcess.start(
                temporary,
                "run",
                study.toString(),
                "--out",
                temporary.resolve("out").toString(),
                "--master",
                "local-cluster[2,1,1024]",
                "--metrics-port",
                "0",
                "--worker-metrics-port",
                "0")) {
            driver.await(() -> driver.says("metrics of executor 1 at "));
            for (int executor = 0; executor < WORKERS; executor++) {
                String words = "metrics of executor " + executor + " at ";
                driver.await(() -> Scrape.isWorking(driver, words));
                Scrape scrape = Scrape.announcedIn(driver.output(), words);
                String steps = scrape.labels("noisescale_executor_steps_total").get(0);

                assertThat(scrape.labels("noisescale_executor_steps_total")).hasSize(1);
                assertThat(scrape.value(steps)).isPositive();
                assertThat(scrape.isReady()).isTrue();
                assertThat(Scrape.announcedIn(driver.output(), "metrics at ").targets())
                        .contains("{\"targets\":[\"" + scrape.address() + "\"],\"labels\":{\"executor\":\"" + executor
                                + "\"}}");
            }
            driver.terminate();
        }
    }
}
