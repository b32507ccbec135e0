package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.WaitCounts;

/** How long senders wait for room, where one worker is much slower than the others. */
public final class BackPressureBench {
    private static final double MEDIAN = 0.5;
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
            List<WaitCounts> before = new CopyOnWriteArrayList<>();
            List<Future<List<WaitCounts>>> workers = new ArrayList<>();
            for (int rank = 0; rank < plan.workers(); rank++) {
                Runnable whenWarm = rank == 0 ? () -> before.addAll(waits(server)) : () -> {};
                workers.add(threads.submit(new PausingWorker(plan, rank, rounds, pause(rank), whenWarm)));
            }
            List<String> lines = new ArrayList<>(List.of(heading()));
            for (int rank = 0; rank < workers.size(); rank++) {
                String name = name(rank);
                workers.get(rank).get().forEach(waits -> lines.add(line(name, waits)));
            }
            List<WaitCounts> after = waits(server);
            for (int shard = 0; shard < after.size(); shard++) {
                lines.add(line("shard " + shard, after.get(shard).since(before.get(shard))));
            }
            return lines;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker of the bench ended early: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<WaitCounts> waits(EmbeddedParameterServer server) {
        return server.meters().stream()
                .map(shard -> shard.backPressure().counts())
                .toList();
    }

    private long pause(int rank) {
        return rank == plan.workers() - 1 ? pauseMs : 0;
    }

    private String name(int rank) {
        return "worker " + rank + (pause(rank) > 0 ? " (" + pauseMs + " ms late)" : "");
    }

    private static String heading() {
        return String.format(
                "%-24s %10s %10s %10s %10s %12s %12s",
                "sender", "rounds", "waits", "median", "p99, ms", "longest", "all, ms");
    }

    private String line(String name, WaitCounts waits) {
        return String.format(
                Locale.ROOT,
                "%-24s %,10d %,10d %10.3f %10.3f %12.3f %12.1f",
                name,
                rounds,
                waits.count(),
                waits.quantileNs(MEDIAN) / NS_PER_MS,
                waits.quantileNs(TAIL) / NS_PER_MS,
                waits.quantileNs(1) / NS_PER_MS,
                waits.totalNs() / NS_PER_MS);
    }
}
