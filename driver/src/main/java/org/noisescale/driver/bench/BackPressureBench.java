package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.service.ShardMeter;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.WaitMeter;

/** How long senders wait for room, where one worker is much slower than the others. */
public final class BackPressureBench {
    private static final double TAIL = 0.99;
    private static final double NS_PER_MS = 1e6;

    private final PushPullPlan plan;
    private final int rounds;
    private final long pauseMs;

    /**
     * A bench that has measured nothing yet.
     *
     * @param pauseMs how much longer the last worker takes for each round
     */
    public BackPressureBench(PushPullPlan plan, int rounds, long pauseMs) {
        this.plan = plan;
        this.rounds = rounds;
        this.pauseMs = pauseMs;
    }

    /** A line for each party: how often it waited, and how long. */
    public List<String> table() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(plan.workers());
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server = new EmbeddedParameterServer(
                        plan.server(), new float[plan.parameters()], node, plan.channels(), new UnheardListener())) {
            List<Future<WorkerMeter>> workers = new ArrayList<>();
            for (int rank = 0; rank < plan.workers(); rank++) {
                long pause = rank == plan.workers() - 1 ? pauseMs : 0;
                workers.add(threads.submit(new PausingWorker(plan, rank, rounds, pause)));
            }
            List<WorkerMeter> meters = new ArrayList<>();
            for (Future<WorkerMeter> worker : workers) {
                meters.add(worker.get());
            }
            return lines(meters, server.meters());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker of the bench ended early: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> lines(List<WorkerMeter> workers, List<ShardMeter> shards) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-24s %10s %10s %12s %10s %12s", "sender", "rounds", "waits", "p99, ms", "longest", "all, ms"));
        for (WorkerMeter worker : workers) {
            boolean slow = pauseMs > 0 && worker.worker() == plan.workers() - 1;
            String name = "worker " + worker.worker() + (slow ? " (" + pauseMs + " ms late)" : "");
            worker.backPressure().forEach(waits -> lines.add(line(name, waits)));
        }
        shards.forEach(shard -> lines.add(line("shard " + shard.shard(), shard.backPressure())));
        return lines;
    }

    private String line(String name, WaitMeter waits) {
        return String.format(
                Locale.ROOT,
                "%-24s %,10d %,10d %12.3f %10.3f %12.1f",
                name,
                rounds,
                waits.count(),
                waits.quantileNs(TAIL) / NS_PER_MS,
                waits.longestNs() / NS_PER_MS,
                waits.totalNs() / NS_PER_MS);
    }
}
