package org.noisescale.worker.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.TurnClient;
import org.noisescale.parameterserver.client.TurnSession;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.worker.objective.Objective;

/**
 * The training loop of one worker under every rule but bsp: wait for parameters, compute, wait out the time that the
 * turn is to take, push; begin anew where the server takes the turn away; evaluate where it asks for that.
 */
public final class TurnLoop {
    private final TurnPlan plan;
    private final Objective objective;
    private final TurnClient client;
    private final TurnSession session;
    private final VirtualWorkerRange range;
    private final TurnWork work;

    private TurnLoop(TurnPlan plan, Objective objective, TurnClient client) {
        this.plan = plan;
        this.objective = objective;
        this.client = client;
        session = client.session();
        range = plan.worker().client().membership().range();
        ChunkPlan chunks = new ChunkPlan(plan.worker().client().layout());
        work = plan.localOrNull() == null
                ? new GradientWork(objective, range, chunks)
                : new LocalSteps(plan, objective, chunks);
    }

    /**
     * Takes part in a run from its beginning to its end.
     *
     * @param unwanted whether the work is not wanted any more, which is asked while others are waited for
     * @param watch is given what tells any thread, from now on, what the worker has done
     * @throws org.noisescale.parameterserver.protocol.RunAbortedException if the run cannot go on
     */
    public static WorkerReport run(
            TurnPlan plan, Objective objective, AeronNode node, BooleanSupplier unwanted, Consumer<WorkerMeter> watch) {
        try (TurnClient client = new TurnClient(plan.worker().client(), node, objective.parameters())) {
            client.endWhen(unwanted);
            watch.accept(client.meter());
            return new TurnLoop(plan, objective, client).run();
        }
    }

    private WorkerReport run() {
        objective.beginAt(0);
        client.evaluateWith(this::evaluate);
        client.join();
        long idleNs = System.nanoTime();
        while (client.awaitTurn()) {
            long beganNs = System.nanoTime();
            turn(session.beginTurn(), beganNs, beganNs - idleNs);
            idleNs = System.nanoTime();
        }
        client.leave();
        return new WorkerReport(
                plan.worker().client().membership().rank(), ParameterHash.of(objective.parameters()), null, List.of());
    }

    private void turn(long turn, long beganNs, long waitedNs) {
        if (!work.compute(turn, client::look) || !waitOut(turn, beganNs)) {
            return;
        }
        long computedNs = System.nanoTime();
        work.push(session);
        client.meter().step(work.examples(), computedNs - beganNs, System.nanoTime() - computedNs, waitedNs, 0);
        client.countBytes();
    }

    private boolean waitOut(long turn, long beganNs) {
        Delay delay = plan.worker().delayOrNull();
        if (delay == null) {
            return client.look();
        }
        int rank = plan.worker().client().membership().rank();
        int steps = plan.policy().localSteps(session.version());
        return client.awaitTime(beganNs + delay.turnNs(rank, turn, steps));
    }

    private void evaluate(long version) {
        List<EvaluationSum> sums = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            EvaluationSum sum = objective.evaluate(range.first() + i);
            sums.add(plan.worker().mayEndAt(version) ? sum : sum.withoutClasses());
        }
        session.exchange();
        session.reportEvaluation(version, sums);
    }
}
