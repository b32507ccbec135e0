package org.noisescale.driver.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.worker.gradient.PlainFit;
import org.noisescale.worker.gradient.ReferenceNetwork;
import org.noisescale.worker.objective.InitialModel;

/** One network in training: a server, its workers, which wait until they are asked for steps, and DL4J's own fit. */
final class StepSide implements AutoCloseable {
    private final StepPlan plan;
    private final EmbeddedParameterServer server;
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final PlainFit fit;
    private final StepResult result;

    /** A server without workers. */
    StepSide(StepPlan plan, AeronNode node) {
        this.plan = plan;
        InitialModel model = plan.network().initialModel();
        server = new EmbeddedParameterServer(
                plan.server(model.layout()), model.parameters(), node, plan.channels(), new UnheardListener());
        fit = new PlainFit(
                new ReferenceNetwork(plan.normalized()),
                StepPlan.LEARNING_RATE,
                StepPlan.examples(0),
                StepPlan.BATCH_SIZE);
        result = new StepResult(plan);
    }

    void startWorkers(StepBench.Placement placement, AeronNode node) throws IOException {
        for (int rank = 0; rank < plan.workers(); rank++) {
            workers.add(WorkerProcess.start(placement.command(plan, rank, node.folder())));
        }
    }

    /**
     * Has so many steps made, and then, while the workers are idle, as many of DL4J's own.
     *
     * @param counts whether they are part of the result
     */
    void batch(int steps, boolean counts) throws IOException {
        StepResult measured = counts ? result : new StepResult(plan);
        Duration used = ProcessorTime.of(workers);
        long begun = System.nanoTime();
        workers.forEach(worker -> worker.begin(steps));
        for (int rank = workers.size() - 1; rank >= 0; rank--) {
            long[] durations = workers.get(rank).await();
            if (rank == 0) {
                measured.observe(durations);
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        measured.observeProcessors(ProcessorTime.of(workers).minus(used), elapsed);
        for (int i = 0; i < steps; i++) {
            long before = System.nanoTime();
            fit.step();
            measured.observeFit(System.nanoTime() - before);
        }
    }

    /** What was measured, when training has not diverged. */
    StepResult end() {
        FiniteParameters.require(server.stop());
        return result;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(
                workers.stream().<AutoCloseable>map(worker -> worker::end).toList());
        server.close();
    }
}
