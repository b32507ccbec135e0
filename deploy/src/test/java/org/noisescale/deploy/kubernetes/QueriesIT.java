package org.noisescale.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.transport.UdpPorts;

/** Dashboards and rules ask for what a run with a server process tells, and for nothing else. */
class QueriesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path LAUNCHER =
            Path.of("target/noisescale/bin/noisescale").toAbsolutePath();
    private static final Path SERVER_LAUNCHER =
            Path.of("target/noisescale-server/bin/noisescale").toAbsolutePath();
    private static final Path RULES = Path.of("prometheus/rules.yaml");
    private static final Pattern METRIC = Pattern.compile("\\b(noisescale|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern LABEL = Pattern.compile("by \\(([a-z, ]+)\\)");
    private static final Pattern ADDRESS = Pattern.compile("[Mm]etrics (?:of executor \\S+ )?at (http://\\S+)");
    private static final Pattern SERVING = Pattern.compile("Serving on (\\S+)");
    private static final String STUDY = """
            name: watched
            question: Which meters are there?
            data: {source: quadratic, dimension: 50}
            training: {workers: 2, batchSize: 8, steps: 1000000, evaluateEvery: 0}
            """;

    @TempDir
    private static Path folder;

    private static Process server;
    private static Process driver;
    private static Set<String> told = Set.of();
    private static String text = "";

    @BeforeAll
    static void watchARun() throws IOException {
        server = start("server", SERVER_LAUNCHER, "serve", "--listen", "127.0.0.1:" + freePort(), "--metrics-port", 0);
        String address = await("server", SERVING);
        Path study = Files.writeString(folder.resolve("study.yaml"), STUDY);
        driver = start(
                "driver",
                LAUNCHER,
                "run",
                study,
                "--set",
                "server=[" + address + "]",
                "--metrics-port",
                0,
                "--worker-metrics-port",
                0);
        awaitTrue(() -> addresses("driver").size() == 2 && scrape().contains("noisescale_executor_steps_total{"));
        awaitTrue(() ->
                scrape().contains("noisescale_steps_total") && scrape().contains("noisescale_server_steps_total{"));
        text = scrape();
        told = text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @AfterAll
    static void stop() {
        for (Process process : List.of(driver, server)) {
            process.destroy();
            process.onExit().join();
        }
    }

    private static Process start(String name, Object... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.of(command).map(Object::toString).toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static int freePort() throws IOException {
        return UdpPorts.findFree("127.0.0.1", 2).orElseThrow();
    }

    private static String await(String name, Pattern pattern) {
        awaitTrue(() -> pattern.matcher(output(name)).find());
        Matcher found = pattern.matcher(output(name));
        return Optional.of(found).filter(Matcher::find).orElseThrow().group(1);
    }

    private static String output(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What other processes do. */
    @FunctionalInterface
    private interface Condition {
        boolean isTrue();
    }

    private static void awaitTrue(Condition condition) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.isTrue()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within " + PATIENCE + ": " + output("server") + output("driver"));
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static List<String> addresses(String name) {
        return ADDRESS.matcher(output(name))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    private static String scrape() {
        StringBuilder all = new StringBuilder();
        Stream.of("server", "driver").flatMap(name -> addresses(name).stream()).forEach(url -> {
            try (InputStream stream = URI.create(url).toURL().openStream()) {
                all.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return all.toString();
    }

    private static Stream<String> dashboardQueries() {
        try (Stream<Path> files = Files.list(Path.of("grafana"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
                    .flatMap(file -> read(file).findValuesAsText("expr").stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> ruleQueries() {
        return read(RULES).findValuesAsText("expr").stream();
    }

    private static JsonNode read(Path file) {
        try {
            return Manifests.YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> metrics(Stream<String> queries) {
        return queries.flatMap(query -> METRIC.matcher(query).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void ofDashboardsNameWhatIsTold() {
        assertThat(metrics(dashboardQueries())).hasSizeGreaterThan(30);
        assertThat(told).containsAll(metrics(dashboardQueries()));
    }

    @Test
    void ofRulesNameWhatIsTold() {
        assertThat(metrics(ruleQueries())).hasSizeGreaterThan(6);
        assertThat(told).containsAll(metrics(ruleQueries()));
    }

    /** Prometheus itself adds instance and job; le is that of histograms. */
    @Test
    void groupByLabelsThatThereAre() {
        Set<String> labels = Stream.concat(dashboardQueries(), ruleQueries())
                .flatMap(query -> LABEL.matcher(query).results())
                .flatMap(found -> Stream.of(found.group(1).split(", ?", -1)))
                .filter(label -> !label.equals("instance"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(labels).contains("run", "shard", "le").allMatch(label -> text.contains(label + "=\""));
    }

    /** Whatever of ours is told stands in some dashboard, but for the parts of histograms and what is derived. */
    @Test
    void leaveNothingOfTheServersOut() {
        Set<String> shown = metrics(Stream.concat(dashboardQueries(), ruleQueries()));
        Set<String> unseen = told.stream()
                .filter(name -> name.startsWith("noisescale_server_"))
                .filter(name -> !shown.contains(name))
                .filter(name -> !name.endsWith("_count") && !name.endsWith("_sum") && !name.endsWith("_bucket"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unseen)
                .containsExactly(
                        "noisescale_server_batch_examples",
                        "noisescale_server_examples_total",
                        "noisescale_server_gradient_squared_norm",
                        "noisescale_server_gradient_weighted_squared_norm",
                        "noisescale_server_heartbeats_total",
                        "noisescale_server_runs_total");
    }

    @Test
    void areTheSameForTheOperator() {
        JsonNode object = read(Manifests.FOLDER.resolve("components/prometheus-operator/rules.yaml"));

        assertThat(object.path("spec")).isEqualTo(read(RULES));
    }
}
