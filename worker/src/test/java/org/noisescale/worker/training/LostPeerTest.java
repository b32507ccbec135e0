package org.noisescale.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.moments.StatisticsExchange;
import org.noisescale.parameterserver.noise.NoiseMeter;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.service.RunListener;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.worker.batchnorm.StatisticsScope;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.EpochAuditReport;
import org.noisescale.worker.dataset.ExamplePartition;
import org.noisescale.worker.gradient.NetworkArchitecture;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;
import org.noisescale.worker.objective.InitialModel;
import org.noisescale.worker.objective.Objective;
import org.noisescale.worker.objective.WorkerShare;

/** A worker that dies in the middle of a forward or backward pass holds nobody up. */
@Timeout(30)
class LostPeerTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int WORKERS = 2;
    private static final int VIRTUAL_WORKERS = 3;
    /** The second one only knows that it waits for gradients of those who wait for statistics. */
    private static final int SHARDS = 2;

    private static int nextStream = 1 << 26;

    private final NetworkPlan network = NetworkPlan.of(
                    new NetworkArchitecture(
                            196,
                            10,
                            new NetworkArchitecture.Hidden(List.of(64, 6), "relu", true, 0),
                            NetworkArchitecture.Output.SOFTMAX),
                    new SamplingPlan(1, false))
            .withScope(new StatisticsScope(VIRTUAL_WORKERS, 0));
    private final RunChannels channels = RunChannels.ipc(nextStream += RunChannels.STREAMS_MAX);
    private final AtomicBoolean dead = new AtomicBoolean();

    /** Dies before an exchange of a step; there are four: of two layers forward, and backward. */
    private record Mortal(Objective objective, long step, int position, AtomicBoolean dead) implements Objective {
        @Override
        public void shareThrough(StatisticsExchange exchange) {
            objective.shareThrough((at, of, groups, own) -> {
                if (at == step && of == position) {
                    dead.set(true);
                    throw new IllegalStateException("dead");
                }
                exchange.share(at, of, groups, own);
            });
        }

        @Override
        public ByteBuffer parameters() {
            return objective.parameters();
        }

        @Override
        public ByteBuffer gradient() {
            return objective.gradient();
        }

        @Override
        public int examples(int virtualWorker) {
            return objective.examples(virtualWorker);
        }

        @Override
        public void beginAt(long begin) {
            objective.beginAt(begin);
        }

        @Override
        public double sumGradient(long at, int virtualWorker) {
            return objective.sumGradient(at, virtualWorker);
        }

        @Override
        public EvaluationSum evaluate(int virtualWorker) {
            return objective.evaluate(virtualWorker);
        }

        @Override
        public Optional<EpochAuditReport> audit() {
            return objective.audit();
        }

        @Override
        public void close() {
            objective.close();
        }
    }

    @Test
    void isNamedByTheFirstShardWhenTheLimitIsReached() throws InterruptedException {
        Throwable failure = survivorsFailure(Duration.ofSeconds(1), 0, 1, () -> false);

        assertThat(failure)
                .isInstanceOf(RunAbortedException.class)
                .hasMessage("no progress for 1000 ms at step 4: statistics of worker 0 missing");
    }

    @Test
    void releasesTheOthersAtOnceWhenTheyAreToldThatTheirWorkIsNotWanted() throws InterruptedException {
        Throwable failure = survivorsFailure(Duration.ofSeconds(20), 1, 2, dead::get);

        assertThat(failure)
                .isInstanceOf(RunAbortedException.class)
                .hasMessage("interrupted while waiting for statistics of others from shard 0");
    }

    /** What ends the other worker, and that it ends soon after the death of one. */
    private Throwable survivorsFailure(Duration limit, int mortal, int position, BooleanSupplier unwanted)
            throws InterruptedException {
        InitialModel model = network.initialModel();
        ServerPlan plan = new ServerPlan(
                3,
                new ServerPlan.Parties(WORKERS, VIRTUAL_WORKERS, SHARDS),
                model.layout(),
                new ServerPlan.Rules(
                        OptimizerPlan.of(new UpdateRule.Sgd(), 0.1),
                        new BulkSynchronousPolicy(),
                        NoiseMeter.ofIndependentDraws(VIRTUAL_WORKERS)),
                50,
                limit);
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server =
                        new EmbeddedParameterServer(plan, model.parameters(), node, channels, new Silence())) {
            Future<WorkerReport> dying =
                    threads.submit(() -> train(plan, model, node, mortal, new Mortal(open(mortal), 3, position, dead)));
            int other = 1 - mortal;
            Future<WorkerReport> surviving = threads.submit(() -> {
                WorkerPlan worker = worker(plan, model, other);
                try (Objective objective = open(other)) {
                    return WorkerLoop.run(worker, objective, node, unwanted);
                }
            });
            assertThat(failure(dying)).hasMessage("dead");
            long beganNs = System.nanoTime();
            Throwable failure = failure(surviving);
            assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(SOON);
            assertThat(server.isFaulty()).isFalse();
            return failure;
        } finally {
            threads.shutdownNow();
        }
    }

    private static WorkerReport train(
            ServerPlan plan, InitialModel model, AeronNode node, int rank, Objective objective) {
        try (objective) {
            return WorkerLoop.run(worker(plan, model, rank), objective, node, () -> false);
        }
    }

    private static WorkerPlan worker(ServerPlan plan, InitialModel model, int rank) {
        ClientPlan.Membership membership = new ClientPlan.Membership(rank, 0, WORKERS, VIRTUAL_WORKERS, SHARDS);
        ClientPlan client = new ClientPlan(
                plan.runId(),
                membership,
                model.layout(),
                RunChannels.ipc(nextStream),
                plan.waitLimit().toMillis());
        return new WorkerPlan(client, plan.steps(), 0, 0);
    }

    private Objective open(int rank) {
        BatchShares shares = new BatchShares(10, VIRTUAL_WORKERS);
        ClientPlan.Membership membership = new ClientPlan.Membership(rank, 0, WORKERS, VIRTUAL_WORKERS, SHARDS);
        List<ExamplePartition> examples = membership.range().first() == 0
                ? List.of(DeeplearningFit.coarseStrokes(0, 30))
                : List.of(DeeplearningFit.coarseStrokes(30, 30), DeeplearningFit.coarseStrokes(60, 30));
        return network.open(new WorkerShare(membership.range(), shares, examples, examples));
    }

    private static Throwable failure(Future<WorkerReport> worker) throws InterruptedException {
        try {
            worker.get(20, TimeUnit.SECONDS);
            throw new AssertionError("a worker did not fail");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a worker waits", e);
        }
    }

    /** Nobody listens. */
    private static final class Silence implements RunListener {
        @Override
        public void onStep(StepReport report) {}

        @Override
        public void onEvaluation(long version, EvaluationSum sum) {}

        @Override
        public void onFailure(String reason) {}
    }
}
