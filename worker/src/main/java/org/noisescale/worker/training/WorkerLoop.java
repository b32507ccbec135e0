package org.noisescale.worker.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.worker.objective.Objective;

/** The training loop of one worker: compute, push, wait for the new parameters; evaluate now and then. */
public final class WorkerLoop {
    private final WorkerPlan plan;
    private final Objective objective;
    private final ParameterClient client;
    private final VirtualWorkerRange range;
    private final long[] examples;
    private final double[] lossSums;
    private final List<ParameterSnapshot> snapshots = new ArrayList<>();

    private WorkerLoop(WorkerPlan plan, Objective objective, ParameterClient client) {
        this.plan = plan;
        this.objective = objective;
        this.client = client;
        range = plan.client().membership().range();
        examples = new long[range.count()];
        lossSums = new double[range.count()];
    }

    /**
     * Takes part in a run from the version where it begins to its last step, or to the evaluation after which the
     * driver ends it.
     *
     * @param unwanted whether the work is not wanted any more, which is asked while others are waited for
     * @throws org.noisescale.parameterserver.protocol.RunAbortedException if the run cannot go on
     */
    public static WorkerReport run(WorkerPlan plan, Objective objective, AeronNode node, BooleanSupplier unwanted) {
        return run(plan, objective, node, unwanted, meter -> {});
    }

    /**
     * The same.
     *
     * @param watch is given what tells any thread, from now on, what the worker has done
     */
    public static WorkerReport run(
            WorkerPlan plan,
            Objective objective,
            AeronNode node,
            BooleanSupplier unwanted,
            Consumer<WorkerMeter> watch) {
        try (ParameterClient client =
                new ParameterClient(plan.client(), node, objective.parameters(), objective.gradient())) {
            client.endWhen(unwanted);
            watch.accept(client.meter());
            return new WorkerLoop(plan, objective, client).run();
        }
    }

    private WorkerReport run() {
        objective.beginAt(plan.begin());
        objective.shareThrough(client::share);
        client.join(plan.begin());
        keep(plan.begin(), false);
        boolean over = false;
        for (long step = plan.begin(); step < plan.steps() && !over; step++) {
            train(step);
            over = plan.evaluatesAt(step + 1) && evaluate(step + 1);
            keep(step + 1, over);
        }
        client.leave();
        return new WorkerReport(
                plan.client().membership().rank(),
                ParameterHash.of(objective.parameters()),
                objective.audit().orElse(null),
                List.copyOf(snapshots));
    }

    private void train(long step) {
        long computeNs = 0;
        long startNs = System.nanoTime();
        client.beginStep();
        if (plan.probes().includes(step)) {
            probe(step);
        }
        for (int i = 0; i < range.count(); i++) {
            int virtualWorker = range.first() + i;
            long beforeNs = System.nanoTime();
            examples[i] = objective.examples(virtualWorker);
            lossSums[i] = objective.sumGradient(step, virtualWorker);
            if (i == range.count() - 1) {
                waitOut(step, startNs);
            }
            computeNs += System.nanoTime() - beforeNs;
            client.push(step, virtualWorker, examples[i]);
        }
        if (plan.probes().includes(step)) {
            reportStatistics(step);
        }
        client.reportLosses(step, examples, lossSums);
        long pushedNs = System.nanoTime();
        client.awaitFirstParameters(step + 1);
        long firstNs = System.nanoTime();
        client.awaitParameters(step + 1);
        long doneNs = System.nanoTime();
        long pushNs = pushedNs - startNs - computeNs;
        client.reportTiming(step, computeNs, pushNs, doneNs - pushedNs);
        client.meter().step(Arrays.stream(examples).sum(), computeNs, pushNs, firstNs - pushedNs, doneNs - firstNs);
    }

    /**
     * Before the step's own gradients: while one of them lacks, the parameters stay as they are. The server measures it
     * only where one group has all virtual workers; of several it compares the groups.
     */
    private void probe(long step) {
        for (int virtualWorker = range.first(); virtualWorker < range.end(); virtualWorker++) {
            objective.probe(step, virtualWorker);
            if (plan.client().membership().isOneGroup()) {
                client.pushProbe(step, virtualWorker, objective.examples(virtualWorker));
            }
        }
    }

    private void reportStatistics(long step) {
        for (int virtualWorker = range.first(); virtualWorker < range.end(); virtualWorker++) {
            client.reportStatistics(step, virtualWorker, objective.statisticsNoise(virtualWorker));
        }
    }

    /** The server lacks something until the last virtual worker's gradient is pushed. */
    private void waitOut(long step, long startNs) {
        Delay delay = plan.delayOrNull();
        if (delay != null) {
            client.awaitTime(startNs + delay.turnNs(plan.client().membership().rank(), step, 1));
        }
    }

    private void keep(long version, boolean over) {
        if (plan.keepsAt(version, over)) {
            snapshots.add(ParameterSnapshot.of(version, objective.parameters()));
        }
    }

    /**
     * The figures of single classes are of interest at the end; before it they would only be traffic. True if the run
     * is over, although steps are left.
     */
    private boolean evaluate(long version) {
        List<EvaluationSum> sums = new ArrayList<>();
        client.beginEvaluation(version);
        for (int i = 0; i < range.count(); i++) {
            EvaluationSum sum = objective.evaluate(range.first() + i);
            sums.add(plan.mayEndAt(version) ? sum : sum.withoutClasses());
        }
        client.endEvaluation();
        client.reportEvaluation(version, sums);
        return client.isOver();
    }
}
