package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.Progress;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** Runs that cannot come to their end, over a real media driver: they end soon, with one reason, told once. */
@Timeout(30)
final class FailingRunIT {
    private static final AtomicInteger NEXT_STREAM = new AtomicInteger(1 << 20);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ToyProblem problem = ToyProblem.small(2, 50);
    private final RunChannels channels = RunChannels.ipc(NEXT_STREAM.getAndAdd(RunChannels.STREAMS_MAX));
    private final RecordingListener told = new RecordingListener();
    private final ToyCluster cluster = new ToyCluster();
    private final AeronNode node = AeronNode.open();
    private final List<EmbeddedParameterServer> servers = new ArrayList<>();

    @BeforeEach
    void noThreadOfAnEarlierRunIsLeft() {
        assertThat(threads()).isEmpty();
    }

    @AfterEach
    void close() {
        servers.forEach(EmbeddedParameterServer::close);
        cluster.close();
        node.close();
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("shard-")
                        || thread.getName().equals("reports"))
                .collect(Collectors.toSet());
    }

    private EmbeddedParameterServer server(ServerPlan plan, RunListener listener) {
        EmbeddedParameterServer server = new EmbeddedParameterServer(plan, problem.start(), node, channels, listener);
        servers.add(server);
        return server;
    }

    private ServerPlan plan(Duration waitLimit) {
        return problem.plan(2, 2, new BulkSynchronousPolicy(), waitLimit);
    }

    private ToyWorker worker(ServerPlan plan, int rank) {
        return new ToyWorker(problem, plan, rank, channels);
    }

    private static void awaitEnd(Set<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aWorkerThatDoesNotJoinIsNamedToTheDriverAndToTheOthers() throws InterruptedException, TimeoutException {
        ServerPlan plan = plan(SHORT);
        server(plan, told);
        cluster.start(worker(plan, 0));

        told.await(1);

        String reason = "no progress for 2000 ms at step 1: answers of worker 1 missing";
        assertThat(told.failures()).containsExactly(reason);
        assertThat(cluster.failure(0)).isInstanceOf(RunAbortedException.class).hasMessage(reason);
    }

    @Test
    void aWorkerWhoseGradientsStayAwayIsNamed() throws InterruptedException, TimeoutException {
        ServerPlan plan = plan(SHORT);
        server(plan, told);
        cluster.start(worker(plan, 0)).start(worker(plan, 1).pushingOnly(3));

        String reason = "no progress for 2000 ms at step 4: gradients of worker 1 missing";
        assertThat(cluster.failure(0)).hasMessage(reason);
        assertThat(cluster.failure(1)).hasMessage(reason);
        told.await(4);
        assertThat(told.reports()).hasSize(3);
        assertThat(told.failures()).containsExactly(reason);
    }

    @Test
    void aWorkerThatIsToWaitForLongerThanTheLimitIsWaitedFor()
            throws InterruptedException, ExecutionException, TimeoutException {
        ServerPlan plan = plan(Duration.ofSeconds(1));
        EmbeddedParameterServer server = server(plan, told);
        cluster.start(worker(plan, 0)).start(worker(plan, 1).waitingAt(3, Duration.ofMillis(2500)));

        assertThat(cluster.result(0)).isEqualTo(cluster.result(1)).isEqualTo(server.stop());
        assertThat(told.failures()).isEmpty();
    }

    @Test
    void closingTheServerEndsWaitingWorkersAndIsNoFailure() throws InterruptedException, TimeoutException {
        ServerPlan plan = plan(LONG);
        EmbeddedParameterServer server = server(plan, told);
        cluster.start(worker(plan, 0)).start(worker(plan, 1).pushingOnly(2));
        told.await(2);
        Set<Thread> threads = threads();
        assertThat(threads).hasSize(3);

        server.close();

        assertThat(cluster.failure(0)).hasMessage("the parameter server was stopped at step 3");
        assertThat(cluster.failure(1)).hasMessage("the parameter server was stopped at step 3");
        awaitEnd(threads);
        assertThat(told.failures()).isEmpty();
    }

    /** Fails at the third step, on both shards. */
    private static SynchronizationPolicy throwing(Runnable failure) {
        return new ThrowingPolicy(failure);
    }

    private record ThrowingPolicy(Runnable failure) implements SynchronizationPolicy {
        @Override
        public Admission admit(long read, long version) {
            if (read == 2) {
                failure.run();
            }
            return new BulkSynchronousPolicy().admit(read, version);
        }

        @Override
        public int quorum(int workers) {
            return workers;
        }

        @Override
        public boolean mayBegin(int worker, Progress progress) {
            return true;
        }
    }

    private void runsIntoAFailureOfAShard(Runnable failure, String name) throws InterruptedException, TimeoutException {
        ServerPlan plan = problem.plan(2, 2, throwing(failure), LONG);
        server(plan, told);
        Set<Thread> shards = threads();
        shards.removeIf(thread -> thread.getName().equals("reports"));
        shards.forEach(thread -> thread.setUncaughtExceptionHandler((dying, error) -> {}));
        cluster.start(worker(plan, 0)).start(worker(plan, 1));

        assertThat(cluster.failure(0)).isInstanceOf(RunAbortedException.class);
        assertThat(cluster.failure(1)).isInstanceOf(RunAbortedException.class);
        told.awaitFailure();
        awaitEnd(shards);
        assertThat(told.failures()).singleElement().asString().matches("shard-[01] failed: " + name + ": no more");
    }

    @Test
    void anExceptionInAShardEndsTheRunOnce() throws InterruptedException, TimeoutException {
        runsIntoAFailureOfAShard(
                () -> {
                    throw new IllegalStateException("no more");
                },
                "java.lang.IllegalStateException");
    }

    @Test
    void anErrorInAShardEndsTheRunOnce() throws InterruptedException, TimeoutException {
        runsIntoAFailureOfAShard(
                () -> {
                    throw new StackOverflowError("no more");
                },
                "java.lang.StackOverflowError");
    }

    /** Passes on what it is told, and does something with each step. */
    private RunListener doing(Runnable atStep, Runnable atFailure) {
        return new RunListener() {
            @Override
            public void onStep(StepReport report) {
                told.onStep(report);
                atStep.run();
            }

            @Override
            public void onEvaluation(long version, EvaluationSum sum) {
                told.onEvaluation(version, sum);
            }

            @Override
            public void onFailure(String reason) {
                atFailure.run();
                told.onFailure(reason);
            }
        };
    }

    @Test
    void anExceptionInTheListenerEndsTheRunOnce() throws InterruptedException, TimeoutException {
        ServerPlan plan = plan(LONG);
        RunListener listener = doing(
                () -> {
                    throw new IllegalStateException("the disk is full");
                },
                () -> {});
        server(plan, listener);
        Set<Thread> threads = threads();
        cluster.start(worker(plan, 0)).start(worker(plan, 1).pushingOnly(2));

        assertThat(cluster.failure(0)).isInstanceOf(RunAbortedException.class);
        assertThat(cluster.failure(1)).isInstanceOf(RunAbortedException.class);
        awaitEnd(threads);
        assertThat(told.failures())
                .containsExactly("reports failed: java.lang.IllegalStateException: the disk is full");
        assertThat(told.reports()).hasSize(1);
    }

    @Test
    void theListenerMayCloseTheServer() throws InterruptedException, TimeoutException {
        ServerPlan plan = plan(SHORT);
        server(plan, doing(() -> {}, () -> servers.forEach(EmbeddedParameterServer::close)));
        Set<Thread> threads = threads();
        cluster.start(worker(plan, 0));

        told.await(1);

        awaitEnd(threads);
        assertThat(cluster.failure(0)).isInstanceOf(RunAbortedException.class);
    }

    @Test
    void aServerThatCannotStartLeavesNothingBehind() {
        RunChannels impossible = RunChannels.udp("no.such.host.invalid", 4000, 0);
        ServerPlan plan = plan(SHORT);

        assertThatThrownBy(() -> new EmbeddedParameterServer(plan, problem.start(), node, impossible, told))
                .isInstanceOf(RuntimeException.class);

        assertThat(threads()).isEmpty();
    }

    @Test
    void aWorkerWithoutServerGivesUpAndSaysWhatItWaitedFor() throws InterruptedException, TimeoutException {
        cluster.start(worker(plan(SHORT), 1));

        assertThat(cluster.failure(0))
                .hasMessage("worker 1 waited in vain for a connection to shard 0; the limit is 2000 ms");
    }
}
