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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.deploy.Shell;
import org.noisescale.parameterserver.transport.UdpPorts;

/** Dashboards and rules ask for what a run with a server process tells, and for nothing else. */
class QueriesIT {
    private static final Path LAUNCHER =
            Path.of("target/noisescale/bin/noisescale").toAbsolutePath();
    private static final Path SERVER_LAUNCHER =
            Path.of("target/noisescale-server/bin/noisescale").toAbsolutePath();
    private static final Path RULES = Path.of("prometheus/rules.yaml");
    private static final Pattern METRIC = Pattern.compile("\\b(noisescale|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern LABEL = Pattern.compile("by \\(([a-z, ]+)\\)");
    private static final Pattern ADDRESS = Pattern.compile("[Mm]etrics (?:of executor \\S+ )?at (http://\\S+)");
    /** Of the server, the driver and an executor, as soon as there is a run. */
    private static final List<String> METERS_OF_A_RUN =
            List.of("noisescale_server_steps_total{", "noisescale_steps_total", "noisescale_executor_steps_total{");

    private static final Pattern STEPS = Pattern.compile("(?m)^noisescale_steps_total.* (\\S+)$");
    private static final int STEPS_MIN = 1_000;
    private static final String STUDY = """
            name: watched
            question: Which meters are there?
            data: {source: quadratic, dimension: 50}
            training: {workers: 2, batchSize: 8, steps: 1000000, evaluateEvery: 0}
            """;

    private static List<Shell.Running> processes = List.of();
    private static Set<String> told = Set.of();
    private static String text = "";

    @BeforeAll
    static void watchARun(@TempDir Path folder) throws IOException {
        Shell shell = new Shell(folder).with("JAVA_HOME", System.getProperty("java.home"));
        String address = "127.0.0.1:" + UdpPorts.findFree("127.0.0.1", 2).orElseThrow();
        Shell.Running server = shell.start(SERVER_LAUNCHER, "serve", "--listen", address, "--metrics-port", 0);
        processes = List.of(server);
        Shell.await(() -> server.text().contains("Serving on " + address), server);
        Shell.Running driver = shell.start(
                LAUNCHER,
                "run",
                Files.writeString(folder.resolve("study.yaml"), STUDY),
                "--set",
                "server=[" + address + "]",
                "--metrics-port",
                0,
                "--worker-metrics-port",
                0);
        processes = List.of(driver, server);
        Shell.await(() -> isUnderWay(scrape()), server, driver);
        text = scrape();
        told = text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @AfterAll
    static void stop() {
        processes.forEach(Shell.Running::stop);
    }

    /** All processes tell of steps, and there have been so many that whatever is told of a run is told by now. */
    private static boolean isUnderWay(String scraped) {
        double steps = STEPS.matcher(scraped)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
        return METERS_OF_A_RUN.stream().allMatch(scraped::contains) && steps >= STEPS_MIN;
    }

    private static String scrape() {
        StringBuilder all = new StringBuilder();
        processes.stream().flatMap(QueriesIT::addresses).distinct().forEach(url -> {
            try (InputStream stream = URI.create(url).toURL().openStream()) {
                all.append(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return all.toString();
    }

    private static Stream<String> addresses(Shell.Running process) {
        return ADDRESS.matcher(process.text()).results().map(found -> found.group(1));
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
