package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Asynchrony;
import org.noisescale.parameterserver.synchronization.BatchAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BoundedStalenessPolicy;
import org.noisescale.parameterserver.synchronization.QuorumAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.RecordedArrivals;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** Whole trainings under every rule but bsp over a real media driver, whose order nobody knows beforehand. */
@Timeout(90)
final class SeatedRunsIT {
    private static final int V = 6;
    private static final int STEPS = 60;
    private static final AtomicInteger NEXT_STREAM = new AtomicInteger(1 << 23);
    private static final Seating PLAIN = new Seating(Asynchrony.NONE, 12, true);
    private static final Seating COMPENSATED =
            new Seating(new Asynchrony(Asynchrony.Convention.SUM, true, 0.3), 12, true);

    /** What a run leaves. */
    private record Run(
            List<Float> parameters,
            List<StepReport> reports,
            List<EvaluationSum> evaluations,
            RecordedArrivals order) {}

    /** A problem, and how many work on it. */
    private record Setting(ToyProblem problem, int workers, int shards, boolean shared) {
        RunChannels channels() {
            int stream = NEXT_STREAM.getAndAdd(RunChannels.STREAMS_MAX);
            return shared ? RunChannels.ipc(stream) : RunChannels.udp("127.0.0.1", port(), stream);
        }

        private static int port() {
            return FreePorts.three();
        }

        ServerPlan plan(SynchronizationPolicy policy, Seating seating, @Nullable RecordedArrivals followed) {
            int gradients = policy.quorum(workers) * V / workers;
            return new ServerPlan(
                    78,
                    new ServerPlan.Parties(workers, V, shards),
                    problem.layout(),
                    new ServerPlan.Rules(
                            problem.optimizer(),
                            policy,
                            NoiseMeter.ofIndependentDraws(gradients),
                            ToyProblem.EVALUATE_EVERY,
                            seating,
                            followed),
                    problem.steps(),
                    Duration.ofSeconds(10));
        }
    }

    /** Keeps the order of pushes as well. */
    private static final class Books implements RunListener {
        private final RecordingListener told = new RecordingListener();
        private byte[] log = {};
        private long version;

        @Override
        public void onRound(RoundFigures figures) {
            log = figures.book().log();
            version = figures.book().version();
            figures.book().requireConservation();
        }

        @Override
        public void onStep(StepReport report) {
            told.onStep(report);
        }

        @Override
        public void onEvaluation(long at, EvaluationSum sum) {
            told.onEvaluation(at, sum);
        }

        @Override
        public void onFailure(String reason) {
            told.onFailure(reason);
        }
    }

    private static Run train(
            Setting setting, SynchronizationPolicy policy, Seating seating, @Nullable RecordedArrivals followed)
            throws InterruptedException, ExecutionException, TimeoutException {
        ServerPlan plan = setting.plan(policy, seating, followed);
        RunChannels channels = setting.channels();
        Books books = new Books();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, setting.problem.start(), node, channels, books)) {
            List<Future<float[]>> workers = IntStream.range(0, setting.workers)
                    .mapToObj(rank ->
                            threads.submit((Callable<float[]>) new TurnWorker(setting.problem, plan, rank, channels)))
                    .toList();
            for (Future<float[]> worker : workers) {
                worker.get(40, TimeUnit.SECONDS);
            }
            books.told.await(STEPS + STEPS / 10);
            assertThat(books.told.failures()).isEmpty();
            float[] parameters = server.stop();
            for (Future<float[]> worker : workers) {
                assertThat(worker.get()).isEqualTo(parameters);
            }
            return new Run(
                    boxed(parameters),
                    books.told.reports(),
                    books.told.evaluations(),
                    new RecordedArrivals("rule", setting.workers, books.version, books.log));
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Float> boxed(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    static List<SynchronizationPolicy> rules() {
        return List.of(
                new AsynchronousPolicy(),
                new StaleSynchronousPolicy(1),
                new QuorumSynchronousPolicy(2),
                new BatchSynchronousPolicy(2),
                new QuorumAsynchronousPolicy(2),
                new BatchAsynchronousPolicy(2),
                new BoundedStalenessPolicy(new AsynchronousPolicy(), 1));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRunThatFollowsTheOrderOfAnotherHasItsBitsForAnyNumberOfShards(SynchronizationPolicy policy)
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem problem = ToyProblem.small(V, STEPS);

        Run live = train(new Setting(problem, 3, 2, true), policy, PLAIN, null);
        Run followed = train(new Setting(problem, 3, 5, true), policy, PLAIN, live.order);

        assertThat(followed.parameters).isEqualTo(live.parameters);
        assertThat(followed.reports).isEqualTo(live.reports);
        assertThat(followed.evaluations).isEqualTo(live.evaluations);
        assertThat(live.evaluations).hasSize(STEPS / 10);
    }

    @Test
    void compensationAndRatesByStalenessAreTheSameOverUdpAndForOtherShards()
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem problem = ToyProblem.small(V, STEPS).averaged();
        SynchronizationPolicy policy = new AsynchronousPolicy();

        Run live = train(new Setting(problem, 3, 3, false), policy, COMPENSATED, null);
        Run followed = train(new Setting(problem, 3, 1, true), policy, COMPENSATED, live.order);
        Run plain = train(new Setting(problem, 3, 1, true), policy, PLAIN, live.order);

        assertThat(followed.parameters).isEqualTo(live.parameters);
        assertThat(followed.evaluations).isEqualTo(live.evaluations);
        assertThat(plain.parameters).isNotEqualTo(live.parameters);
    }

    /** Here a shard may be an update ahead of another one, which has to keep its figures. */
    @Test
    void clippingByGlobalNormIsTheSameForAnyNumberOfShards()
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem problem = ToyProblem.small(V, STEPS).clipped();
        SynchronizationPolicy policy = new AsynchronousPolicy();

        Run live = train(new Setting(problem, 6, 4, true), policy, PLAIN, null);
        Run followed = train(new Setting(problem, 6, 1, true), policy, PLAIN, live.order);

        assertThat(followed.parameters).isEqualTo(live.parameters);
    }

    /** The first pushes of a run that was broken off: worker, staleness, whether it counts. */
    private static List<String> pushes(byte[] log) {
        List<String> pushes = new ArrayList<>();
        ArrivalLog.read(log, (worker, staleness, admitted, timeNs) -> pushes.add(worker + " " + staleness + admitted));
        return pushes;
    }

    private static RecordedArrivals beginning(RecordedArrivals order, int pushes) {
        ArrivalLog log = new ArrivalLog();
        ArrivalLog.read(order.log(), (worker, staleness, admitted, timeNs) -> {
            if (log.count() < pushes) {
                log.append(worker, staleness, admitted, timeNs);
            }
        });
        return RecordedArrivals.ofBeginning(order.rule(), order.workers(), pushes / 2, log.toBytes());
    }

    @Test
    void aRunThatGoesOnWhereAnotherWasBrokenOffHasItsPushesAndItsBitsUpToThere()
            throws InterruptedException, ExecutionException, TimeoutException {
        ToyProblem problem = ToyProblem.small(V, STEPS);
        SynchronizationPolicy policy = new QuorumAsynchronousPolicy(2);
        Run broken = train(new Setting(problem, 3, 2, true), policy, PLAIN, null);
        int decided = STEPS + 1;

        Run resumed = train(new Setting(problem, 3, 5, true), policy, PLAIN, beginning(broken.order, decided));

        assertThat(pushes(resumed.order.log()))
                .startsWith(pushes(broken.order.log()).subList(0, decided).toArray(String[]::new))
                .hasSizeGreaterThanOrEqualTo(2 * STEPS);
        assertThat(resumed.reports.subList(0, decided / 2)).isEqualTo(broken.reports.subList(0, decided / 2));
    }

    @Test
    void aSilentWorkerEndsTheRunByName() throws InterruptedException, ExecutionException, TimeoutException {
        Setting setting = new Setting(ToyProblem.small(V, STEPS), 2, 2, true);
        ServerPlan patient = setting.plan(new StaleSynchronousPolicy(0), PLAIN, null);
        ServerPlan plan = new ServerPlan(
                79, patient.parties(), patient.layout(), patient.rules(), patient.steps(), Duration.ofMillis(700));
        RunChannels channels = setting.channels();
        RecordingListener told = new RecordingListener();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, setting.problem.start(), node, channels, told)) {
            List<TurnWorker> workers = List.of(
                    new TurnWorker(setting.problem, plan, 0, channels),
                    new TurnWorker(setting.problem, plan, 1, channels).pushingOnly(2));
            List<Future<float[]>> ends = workers.stream()
                    .map(worker -> threads.submit((Callable<float[]>) worker))
                    .toList();

            told.awaitFailure();

            assertThat(server.isFaulty()).isFalse();
            assertThat(told.failures().get(0)).contains("gradients of worker 1 missing");
            assertThat(ends).hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }
}
