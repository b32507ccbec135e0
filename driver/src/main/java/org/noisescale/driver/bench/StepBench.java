package org.noisescale.driver.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.worker.gradient.PlainFit;
import org.noisescale.worker.gradient.ReferenceNetwork;
import org.noisescale.worker.objective.InitialModel;

/**
 * Measures training steps of the reference network in batches; between the batches, while the workers are idle, as many
 * steps of DL4J's own {@code fit} in this JVM.
 */
public final class StepBench {
    /** How many steps at either end of a run are compared. */
    static final int END = 500;

    private static final int BATCH = 100;
    private static final int WARM_UP_BATCHES = 5;

    private final Placement placement;
    private final Consumer<String> progress;

    /**
     * A bench that has measured nothing yet.
     *
     * @param progress is told what is measured next
     */
    public StepBench(Placement placement, Consumer<String> progress) {
        this.placement = placement;
        this.progress = progress;
    }

    /** What starts a worker. */
    @FunctionalInterface
    public interface Placement {
        /**
         * The command line of a worker's process, from the main class on.
         *
         * @param folder of this JVM's media driver
         */
        List<String> command(StepPlan plan, int rank, String folder);
    }

    /** Measures each plan for so many steps, to be rounded up to whole batches. */
    public StepReport run(List<StepPlan> plans, int steps) throws InterruptedException {
        List<StepResult> results = new ArrayList<>();
        for (StepPlan plan : plans) {
            progress.accept(plan.name());
            results.add(run(plan, (steps + BATCH - 1) / BATCH));
        }
        return new StepReport(results);
    }

    private StepResult run(StepPlan plan, int batches) throws InterruptedException {
        InitialModel model = plan.network().initialModel();
        try (AeronNode node = AeronNode.open();
                EmbeddedParameterServer server = new EmbeddedParameterServer(
                        plan.server(model.layout()),
                        model.parameters(),
                        node,
                        plan.channels(),
                        new UnheardListener())) {
            List<WorkerProcess> workers = new ArrayList<>();
            try {
                for (int rank = 0; rank < plan.workers(); rank++) {
                    workers.add(WorkerProcess.start(placement.command(plan, rank, node.folder())));
                }
                StepResult result = measure(plan, workers, batches);
                FiniteParameters.require(server.stop());
                return result;
            } finally {
                for (WorkerProcess worker : workers) {
                    worker.end();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StepResult measure(StepPlan plan, List<WorkerProcess> workers, int batches) throws IOException {
        PlainFit fit = new PlainFit(
                new ReferenceNetwork(plan.normalized()),
                StepPlan.LEARNING_RATE,
                StepPlan.examples(0),
                StepPlan.BATCH_SIZE);
        StepResult result = new StepResult(plan);
        for (int batch = -WARM_UP_BATCHES; batch < batches; batch++) {
            StepResult measured = batch >= 0 ? result : new StepResult(plan);
            steps(workers, measured);
            fit(fit, measured);
        }
        return result;
    }

    private static void steps(List<WorkerProcess> workers, StepResult result) throws IOException {
        Duration used = ProcessorTime.of(workers);
        long begun = System.nanoTime();
        workers.forEach(worker -> worker.begin(BATCH));
        for (int rank = workers.size() - 1; rank >= 0; rank--) {
            long[] durations = workers.get(rank).await();
            if (rank == 0) {
                result.observe(durations);
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        result.observeProcessors(ProcessorTime.of(workers).minus(used), elapsed);
    }

    private static void fit(PlainFit fit, StepResult result) {
        for (int i = 0; i < BATCH; i++) {
            long before = System.nanoTime();
            fit.step();
            result.observeFit(System.nanoTime() - before);
        }
    }
}
