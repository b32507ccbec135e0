package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisescale.driver.cli.DriverProcess;
import org.noisescale.driver.cli.Results;
import org.noisescale.driver.cluster.ClusterPlan;
import org.noisescale.driver.cluster.ClusterProcess;
import org.noisescale.driver.cluster.LocalCluster;
import org.noisescale.driver.job.FailingObjective.Kill;
import org.noisescale.driver.job.FailingObjective.Moment;
import org.noisescale.driver.job.FailingObjective.Pause;
import org.noisescale.driver.job.FailingObjective.Silence;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * Every kind of process, killed in every phase of a run on a cluster of this machine: the loss is known within three
 * seconds, the run goes on, and its results are those of the undisturbed one.
 */
@Timeout(300)
class KillsIT {
    private static final String STUDY = """
            name: killed
            question: Does a killed process leave a trace?
            data: {source: quadratic, dimension: 10000}
            optimizer: {kind: adam, learningRate: 0.02, averaging: {kind: polyak}}
            training: {workers: 2, virtualWorkers: 4, batchSize: 12, steps: 30, evaluateEvery: 7, checkpointEvery: 4,
                       seeds: [3]}
            """;
    private static final String RUN = "seed=3";
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static LocalCluster processes;
    private static SparkCluster cluster;
    private static Path study;
    private static Results undisturbed;

    @BeforeAll
    static void trainUndisturbed() throws IOException, InterruptedException {
        processes = new LocalCluster(folder.resolve("cluster"));
        processes.start(new ClusterPlan(
                "127.0.0.1", 0, new ClusterPlan.Workers(2, 1, "1g"), new ClusterPlan.Servers(2, 1, Optional.empty())));
        System.setProperty(AeronNode.MEDIA_DRIVER, processes.mediaDriver().toString());
        cluster = SparkCluster.connect(Optional.of(processes.master()), 2);
        study = Files.writeString(folder.resolve("study.yaml"), STUDY);
        Path out = folder.resolve("undisturbed");
        train(out, RunRevision.NONE, new NotedProgress());
        undisturbed = new Results(out);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        cluster.close();
        System.clearProperty(AeronNode.MEDIA_DRIVER);
        List<ProcessHandle> all = processes.processes().stream()
                .flatMap(process -> process.program().stream())
                .flatMap(program -> Stream.concat(Stream.of(program), program.descendants()))
                .toList();

        processes.stop();

        assertThat(all).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(processes.mediaDriver().getParent()).doesNotExist();
    }

    private static String servers() {
        return "server=" + processes.servers();
    }

    private static void train(Path out, RunRevision revision, StudyProgress progress, String... settings)
            throws IOException, InterruptedException {
        Study plan = StudyCatalog.read(
                study.toString(),
                Stream.concat(Stream.of(servers()), Stream.of(settings)).toList());
        try (OutputFolder results = OutputFolder.open(out, plan)) {
            new StudyExecution(plan, results, progress, new StopRequest(), revision).run(cluster);
        }
    }

    private static void assertUndisturbed(Path out) {
        Results results = new Results(out);
        assertThat(Results.timeless(results.steps(RUN))).isEqualTo(Results.timeless(undisturbed.steps(RUN)));
        assertThat(Results.timeless(results.summary())).isEqualTo(Results.timeless(undisturbed.summary()));
    }

    private static ProcessHandle program(String name) {
        return processes.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .flatMap(ClusterProcess::program)
                .orElseThrow();
    }

    private static Path log(String name) {
        return folder.resolve("cluster").resolve(name + ".log");
    }

    private static long count(String name, String text) {
        try (Stream<String> lines = Files.lines(log(name))) {
            return lines.filter(line -> line.contains(text)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition, Duration limit) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** The first notice names who was lost, soon after it was. */
    private static void assertKnownSoon(NotedProgress told, Path marker, String name) throws IOException {
        assertThat(told.notices().get(0)).as("%s", told.notices()).containsPattern(name);
        long killedMs = Files.getLastModifiedTime(marker).toMillis();
        assertThat(told.moments().get(0) - killedMs).as("%s", told.notices()).isLessThan(KNOWN_WITHIN.toMillis());
    }

    private static void kill(String name, Path marker) {
        try {
            Files.createFile(marker);
            program(name).destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path marker(String name) {
        return folder.resolve(name + ".marker");
    }

    @Test
    void aServerThatIsSilentWhenItIsGreetedIsNamed() throws IOException, InterruptedException {
        ProcessHandle server = program("server-0");
        long serving = count("server-0", "Serving on");
        new ProcessBuilder("kill", "-STOP", String.valueOf(server.pid()))
                .start()
                .waitFor();
        long beganNs = System.nanoTime();

        assertThatThrownBy(() -> train(folder.resolve("greeted"), RunRevision.NONE, new NotedProgress()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("server " + processes.servers().get(0) + " does not answer within ");

        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(KNOWN_WITHIN);
        server.destroyForcibly();
        await(() -> count("server-0", "Serving on") > serving, PATIENCE);
    }

    @Test
    void aServerThatIsKilledWhenARunIsOpenedIsStartedAgainAndTheRunGoesOn() throws IOException, InterruptedException {
        Path out = folder.resolve("opened");
        Path marker = marker("opened");
        NotedProgress told = new NotedProgress(() -> kill("server-1", marker));

        train(out, RunRevision.NONE, told);

        assertKnownSoon(told, marker, "server " + processes.servers().get(1));
        assertUndisturbed(out);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BEFORE_THE_FIRST_PUSH")
    void aServerThatIsKilledInAnyPhaseIsStartedAgainAndTheRunGoesOn(Moment moment)
            throws IOException, InterruptedException {
        Path out = folder.resolve("server-" + moment);
        Path marker = marker("server-" + moment);
        NotedProgress told = new NotedProgress();
        Kill kill = new Kill(marker.toString(), program("server-0").pid());

        train(out, FailingObjective.revision(moment, kill), told);

        assertKnownSoon(told, marker, "server " + processes.servers().get(0));
        assertUndisturbed(out);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BEFORE_THE_FIRST_PUSH")
    void aWorkerThatIsKilledInAnyPhaseIsReplacedAndTheRunGoesOn(Moment moment)
            throws IOException, InterruptedException {
        Path out = folder.resolve("worker-" + moment);
        Path marker = marker("worker-" + moment);
        NotedProgress told = new NotedProgress();

        train(out, FailingObjective.revision(moment, new Kill(marker.toString(), Kill.SELF)), told);

        assertKnownSoon(told, marker, "executor");
        assertUndisturbed(out);
    }

    @Test
    void aWorkerThatFallsSilentIsNamedAndTheRunGoesOn() throws IOException, InterruptedException {
        Path out = folder.resolve("worker-silent");
        Path marker = marker("worker-silent");
        NotedProgress told = new NotedProgress();
        Silence silence = new Silence(marker.toString(), Kill.SELF);

        train(out, FailingObjective.revision(Moment.BETWEEN_PUSHES, silence), told);

        assertKnownSoon(told, marker, "worker 1");
        assertUndisturbed(out);
    }

    @Test
    void aServerThatFallsSilentIsNamedAndTheRunGoesOn() throws IOException, InterruptedException {
        Path out = folder.resolve("server-silent");
        Path marker = marker("server-silent");
        NotedProgress told = new NotedProgress();
        Silence silence = new Silence(marker.toString(), program("server-1").pid());

        train(out, FailingObjective.revision(Moment.BETWEEN_PUSHES, silence), told);

        assertKnownSoon(told, marker, "server " + processes.servers().get(1));
        assertUndisturbed(out);
    }

    /** Everybody loses everybody; who says so first is a matter of chance. */
    @Test
    void aSharedMediaDriverThatIsKilledIsStartedAgainAndTheRunGoesOn() throws IOException, InterruptedException {
        Path out = folder.resolve("media-driver");
        Path marker = marker("media-driver");
        NotedProgress told = new NotedProgress();
        Kill kill = new Kill(marker.toString(), program("media-driver").pid());

        train(out, FailingObjective.revision(Moment.BETWEEN_PUSHES, kill), told);

        assertKnownSoon(told, marker, "media driver|server 127");
        assertUndisturbed(out);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_JOINING", "LEAVING"})
    void theSameStudyGoesOnAtOnceWhenItsDriverWasKilledBeforeOrAfterTraining(Moment moment)
            throws IOException, InterruptedException {
        Path out = folder.resolve("driver-" + moment);
        Path marker = marker("driver-" + moment);
        try (DriverProcess driver = DriverProcess.start(
                folder,
                TroubledDriver.class,
                study.toString(),
                out.toString(),
                moment.name(),
                marker.toString(),
                servers())) {
            assertThat(driver.awaitEnd()).as(driver.output()).isEqualTo(128 + 9);
        }

        train(out, RunRevision.NONE, new NotedProgress());

        assertUndisturbed(out);
    }

    @Test
    void aPauseOfASecondOfTheDriverIsNoLoss() throws IOException, InterruptedException {
        Path out = folder.resolve("driver-paused");
        try (DriverProcess driver = DriverProcess.start(
                folder,
                TroubledDriver.class,
                study.toString(),
                out.toString(),
                Moment.BETWEEN_PUSHES.name(),
                marker("driver-paused").toString(),
                servers(),
                "pause")) {
            assertThat(driver.awaitEnd()).as(driver.output()).isZero();
            assertThat(driver.output()).doesNotContain("lost");
        }

        assertThat(marker("driver-paused")).exists();
        assertUndisturbed(out);
    }

    @Test
    void aPauseOfASecondOfAnyOtherProcessIsNoLoss() throws IOException, InterruptedException {
        Path out = folder.resolve("paused");
        NotedProgress told = new NotedProgress();
        List<Long> pids = Stream.concat(
                        Stream.of(program("media-driver"), program("server-0")),
                        Stream.concat(
                                program("worker-0").children(),
                                program("worker-1").children()))
                .map(ProcessHandle::pid)
                .toList();
        assertThat(pids).hasSize(4);
        Pause pause = new Pause(marker("paused").toString(), pids);

        train(out, FailingObjective.revision(Moment.BETWEEN_PUSHES, pause), told, "training.attempts=0");

        assertThat(told.notices()).isEmpty();
        assertUndisturbed(out);
    }
}
