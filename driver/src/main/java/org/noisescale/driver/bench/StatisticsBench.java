package org.noisescale.driver.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsGroups;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.transport.AeronNode;

/** Measures how long workers wait for the statistics of a layer: to the first shard and back, one after the other. */
public final class StatisticsBench {
    private static final int WARM_UP_ROUNDS = 3_000;

    private final StatisticsPlan plan;

    /** A bench that has measured nothing yet. */
    public StatisticsBench(StatisticsPlan plan) {
        this.plan = plan;
    }

    /** Measures so many round trips, as the first worker sees them. */
    public StatisticsReport run(int rounds) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(plan.workers());
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server = new EmbeddedParameterServer(
                        plan.server(),
                        new float[plan.layout().length()],
                        node,
                        StatisticsPlan.channelsOfRun(),
                        new UnheardListener())) {
            List<Future<long[]>> workers = new ArrayList<>();
            for (int rank = 0; rank < plan.workers(); rank++) {
                workers.add(threads.submit(worker(rank, rounds, node)));
            }
            List<long[]> durations = new ArrayList<>();
            for (Future<long[]> worker : workers) {
                durations.add(worker.get());
            }
            FiniteParameters.require(server.stop());
            return new StatisticsReport(plan, new Durations(LongStream.of(durations.get(0))));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<long[]> worker(int rank, int rounds, AeronNode node) {
        return () -> {
            int bytes = plan.layout().length() * Float.BYTES;
            try (ParameterClient client = new ParameterClient(
                    plan.client(rank), node, ByteBuffer.allocateDirect(bytes), ByteBuffer.allocateDirect(bytes))) {
                client.join(0);
                long[] durations = new long[WARM_UP_ROUNDS + rounds];
                ChannelStatistics own = moments(rank);
                StatisticsGroups all = StatisticsGroups.ofNeighbours(plan.workers(), plan.workers());
                for (int i = 0; i < durations.length; i++) {
                    long before = System.nanoTime();
                    client.share(i, 0, all, List.of(List.of(own)));
                    durations[i] = System.nanoTime() - before;
                    own.describe(ChannelStatistics.Kind.MOMENTS, 1, plan.channels());
                }
                return Arrays.copyOfRange(durations, WARM_UP_ROUNDS, durations.length);
            }
        };
    }

    private ChannelStatistics moments(int seed) {
        Random random = new Random(seed);
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(ChannelStatistics.Kind.MOMENTS, 1, plan.channels());
        for (int channel = 0; channel < plan.channels(); channel++) {
            statistics.firsts()[channel] = random.nextGaussian();
        }
        return statistics;
    }
}
