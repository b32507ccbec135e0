package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
    /** Two layers that share statistics, so that there are exchanges in the middle of each pass. */
    private static final String SHARED = """
            name: shared
            question: Does a process that is killed in the middle of a pass leave a trace?
            data: {source: strokes, examples: 400}
            model: {kind: mlp, hidden: [16, 8], batchNorm: sync}
            optimizer: {kind: sgd, learningRate: 0.05}
            training: {workers: 2, virtualWorkers: 4, batchSize: 20, steps: 30, evaluateEvery: 7, checkpointEvery: 4,
                       seeds: [3], saveModel: false}
            """;

    private static final String RUN = "seed=3";
    private static final List<Moment> PHASES =
            List.of(Moment.BEFORE_JOINING, Moment.BETWEEN_PUSHES, Moment.EVALUATING, Moment.LEAVING);
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
        train(study, out, revision, progress, settings);
    }

    private static void train(Path what, Path out, RunRevision revision, StudyProgress progress, String... settings)
            throws IOException, InterruptedException {
        Study plan = StudyCatalog.read(
                what.toString(),
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

    /** What a run lost, in order; each is followed by the news that it goes on. */
    private static List<Integer> losses(NotedProgress told) {
        return IntStream.range(0, told.notices().size())
                .filter(notice -> told.notices().get(notice).contains(" lost a party, and waits until "))
                .boxed()
                .toList();
    }

    /** Each loss is noticed soon, and by name. */
    private static void assertKnownSoon(NotedProgress told, List<Path> markers, String name) throws IOException {
        List<Integer> losses = losses(told);
        List<Long> killedMs = new ArrayList<>();
        for (Path marker : markers) {
            killedMs.add(Files.getLastModifiedTime(marker).toMillis());
        }
        Collections.sort(killedMs);
        assertThat(losses).as("%s", told.notices()).hasSameSizeAs(markers);
        for (int i = 0; i < losses.size(); i++) {
            int notice = losses.get(i);
            assertThat(told.notices().get(notice)).as("%s", told.notices()).containsPattern(name);
            assertThat(told.moments().get(notice) - killedMs.get(i))
                    .as("%s", told.notices())
                    .isBetween(0L, KNOWN_WITHIN.toMillis());
        }
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

    /** Whatever process a keeper has started, each time another one. */
    private static long childOf(String name) {
        return -processes.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static RunRevision kills(String name, long victim, List<Path> markers) {
        List<RunRevision> happenings = new ArrayList<>();
        for (Moment moment : PHASES) {
            Path marker = marker(name + "-" + moment);
            markers.add(marker);
            happenings.add(FailingObjective.revision(moment, new Kill(marker.toString(), victim)));
        }
        Path silent = marker(name + "-silent");
        markers.add(silent);
        happenings.add(FailingObjective.revision(Moment.SOME_STEPS_LATER, new Silence(silent.toString(), victim)));
        return FailingObjective.revision(happenings);
    }

    @Test
    void aServerThatIsKilledOrFallsSilentInAnyPhaseIsStartedAgainAndTheRunGoesOn()
            throws IOException, InterruptedException {
        Path out = folder.resolve("servers");
        List<Path> markers = new ArrayList<>(List.of(marker("opened")));
        NotedProgress told = new NotedProgress(() -> kill("server-0", markers.get(0)));

        train(out, kills("server", childOf("server-0"), markers), told, "training.attempts=9");

        assertKnownSoon(told, markers, "server " + processes.servers().get(0));
        assertUndisturbed(out);
    }

    @Test
    void aWorkerThatIsKilledOrFallsSilentInAnyPhaseIsReplacedAndTheRunGoesOn()
            throws IOException, InterruptedException {
        Path out = folder.resolve("workers");
        List<Path> markers = new ArrayList<>();
        NotedProgress told = new NotedProgress();

        train(out, kills("worker", Kill.SELF, markers), told, "training.attempts=9");

        assertKnownSoon(told, markers, "executor|the connection to worker 1 .*was lost at step 2[0-9]");
        assertUndisturbed(out);
    }

    @Test
    void aWorkerThatIsKilledOrFallsSilentBetweenTwoLayersReleasesThoseThatShareStatisticsWithIt()
            throws IOException, InterruptedException {
        Path shared = Files.writeString(folder.resolve("shared.yaml"), SHARED);
        NotedProgress told = new NotedProgress();
        Path killed = marker("layers-killed");
        Path silent = marker("layers-silent");
        List<RunRevision> happenings = List.of(
                FailingObjective.revision(Moment.BETWEEN_LAYERS_FORWARD, new Kill(killed.toString(), Kill.SELF)),
                FailingObjective.revision(Moment.BETWEEN_LAYERS_BACKWARD, new Silence(silent.toString(), Kill.SELF)));

        train(shared, folder.resolve("together"), RunRevision.NONE, new NotedProgress());
        train(shared, folder.resolve("layers"), FailingObjective.revision(happenings), told, "training.attempts=4");

        assertKnownSoon(told, List.of(killed, silent), "executor|the connection to worker 1 .*was lost at step 2[0-9]");
        Results whole = new Results(folder.resolve("together"));
        Results broken = new Results(folder.resolve("layers"));
        assertThat(Results.timeless(broken.steps(RUN))).isEqualTo(Results.timeless(whole.steps(RUN)));
        assertThat(Results.timeless(broken.summary())).isEqualTo(Results.timeless(whole.summary()));
    }

    /** Everybody loses everybody; who says so first is a matter of chance. */
    @Test
    void aSharedMediaDriverThatIsKilledIsStartedAgainAndTheRunGoesOn() throws IOException, InterruptedException {
        Path out = folder.resolve("media-driver");
        Path marker = marker("media-driver");
        NotedProgress told = new NotedProgress();
        Kill kill = new Kill(marker.toString(), childOf("media-driver"));

        train(out, FailingObjective.revision(Moment.BETWEEN_PUSHES, kill), told);

        assertKnownSoon(told, List.of(marker), "media driver|server 127");
        assertUndisturbed(out);
    }

    private static void goesOnAfterItsDriverWasKilled(String name, String... moments)
            throws IOException, InterruptedException {
        Path out = folder.resolve(name);
        Stream<String> always = Stream.of(
                study.toString(), out.toString(), servers(), marker(name).toString());
        String[] arguments = Stream.concat(always, Stream.of(moments)).toArray(String[]::new);
        try (DriverProcess driver = DriverProcess.start(folder, TroubledDriver.class, arguments)) {
            assertThat(driver.awaitEnd()).as(driver.output()).isEqualTo(128 + 9);
            assertThat(driver.output()).doesNotContain("lost");
        }

        train(out, RunRevision.NONE, new NotedProgress());

        assertUndisturbed(out);
    }

    @Test
    void theSameStudyGoesOnAtOnceWhenItsDriverWasKilledBeforeTraining() throws IOException, InterruptedException {
        goesOnAfterItsDriverWasKilled("driver-joining", Moment.BEFORE_JOINING.name());
    }

    @Test
    void aPauseOfASecondOfTheDriverIsNoLossAndTheStudyGoesOnWhenItIsKilledAfterwards()
            throws IOException, InterruptedException {
        goesOnAfterItsDriverWasKilled("driver-leaving", Moment.LEAVING.name(), Moment.BETWEEN_PUSHES.name());

        assertThat(Path.of(marker("driver-leaving") + "-pause")).exists();
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
