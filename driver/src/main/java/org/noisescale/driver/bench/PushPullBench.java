package org.noisescale.driver.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * Measures synchronous rounds over real shared memory or UDP, in batches, with plain copies of a vector of the same
 * length between the batches, while the workers are idle.
 */
public final class PushPullBench {
    private final Placement placement;
    private final Length length;
    private final Consumer<String> progress;

    /**
     * A bench that has measured nothing yet.
     *
     * @param progress is told what is measured next
     */
    public PushPullBench(Placement placement, Length length, Consumer<String> progress) {
        this.placement = placement;
        this.length = length;
        this.progress = progress;
    }

    /** Where workers run. */
    @FunctionalInterface
    public interface Placement {
        /**
         * The command line of a worker's process, from the main class on; empty for a thread of this JVM.
         *
         * @param folder of this JVM's media driver
         */
        List<String> command(PushPullPlan plan, int rank, String folder);
    }

    /** How long is measured. */
    public enum Length {
        /** Enough to see an order. */
        QUICK(3, 6),
        /** Enough to believe. */
        FULL(5, 20);

        private final int warmups;
        private final int batches;

        Length(int warmups, int batches) {
            this.warmups = warmups;
            this.batches = batches;
        }
    }

    /** Measures each plan. */
    public PushPullReport run(List<PushPullPlan> plans) throws InterruptedException {
        List<PushPullResult> results = new ArrayList<>();
        for (PushPullPlan plan : plans) {
            progress.accept(plan.parameters() + " parameters");
            results.add(run(plan));
        }
        return new PushPullReport(results);
    }

    private PushPullResult run(PushPullPlan plan) throws InterruptedException {
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server = new EmbeddedParameterServer(
                        plan.server(), new float[plan.parameters()], node, plan.channels(), new UnheardListener())) {
            List<WorkerLine> workers = new ArrayList<>();
            try {
                for (int rank = 0; rank < plan.workers(); rank++) {
                    workers.add(start(plan, rank, node.folder()));
                }
                PushPullResult result = measure(plan, workers);
                FiniteParameters.require(server.stop());
                return result;
            } finally {
                for (WorkerLine worker : workers) {
                    worker.end();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WorkerLine start(PushPullPlan plan, int rank, String folder) throws IOException {
        List<String> command = placement.command(plan, rank, folder);
        return command.isEmpty() ? WorkerThread.start(plan, rank) : WorkerProcess.start(command);
    }

    private PushPullResult measure(PushPullPlan plan, List<WorkerLine> workers) throws IOException {
        PlainCopy copy = new PlainCopy(plan.parameters());
        int rounds = Batches.rounds(plan.parameters());
        LongStream.Builder durations = LongStream.builder();
        LongStream.Builder copies = LongStream.builder();
        for (int batch = -length.warmups; batch < length.batches; batch++) {
            long[] slowest = batch(workers, rounds);
            long[] plain = copy.run(rounds);
            for (int i = 1; batch >= 0 && i < rounds; i++) {
                durations.add(slowest[i]);
                copies.add(plain[i]);
            }
        }
        return new PushPullResult(plan, new Durations(durations.build()), new Durations(copies.build()));
    }

    /** Of each round what the slowest worker took. */
    private static long[] batch(List<WorkerLine> workers, int rounds) throws IOException {
        workers.forEach(worker -> worker.begin(rounds));
        long[] slowest = new long[rounds];
        for (WorkerLine worker : workers) {
            long[] durations = worker.await();
            for (int i = 0; i < rounds; i++) {
                slowest[i] = Math.max(slowest[i], durations[i]);
            }
        }
        return slowest;
    }
}
