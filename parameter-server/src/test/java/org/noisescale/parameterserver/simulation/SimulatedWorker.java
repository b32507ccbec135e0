package org.noisescale.parameterserver.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.client.WorkerSession;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.RunChannels;

/** A worker's training loop, cut at its waits. */
final class SimulatedWorker implements Party {
    private final SimulatedProblem problem;
    private final AttemptPlan plan;
    private final WorkerSession session;
    private final FrameHandler frames;
    private final VirtualWorkerRange range;
    private final UnsafeBuffer parameterMemory;
    private final UnsafeBuffer gradientMemory;
    private final float[] parameters;
    private final float[] gradient;
    private BooleanSupplier awaited = () -> true;
    private Runnable next;
    private State state = State.RUNNING;
    private boolean busy;

    enum State {
        RUNNING,
        DONE,
        LOST
    }

    SimulatedWorker(SimulatedProblem problem, AttemptPlan plan, int rank, SimulatedNetwork network, Fault fault) {
        this.problem = problem;
        this.plan = plan;
        Address own = Address.worker(rank);
        int workers = plan.server().parties().workers();
        int shards = plan.server().parties().shards();
        ClientPlan.Membership membership =
                new ClientPlan.Membership(rank, plan.attempt(), workers, problem.virtualWorkers(), shards);
        range = membership.range();
        parameters = new float[problem.layout().length()];
        gradient = new float[parameters.length];
        ByteBuffer model = ByteBuffer.allocateDirect(parameters.length * Float.BYTES);
        ByteBuffer sums = ByteBuffer.allocateDirect(parameters.length * Float.BYTES);
        parameterMemory = new UnsafeBuffer(model);
        gradientMemory = new UnsafeBuffer(sums);
        session = new WorkerSession(
                new ClientPlan(
                        plan.server().runId(),
                        membership,
                        problem.layout(),
                        problem.judged() ? RunChannels.ipc(0).withVerdicts() : RunChannels.ipc(0),
                        plan.server().waitLimit().toMillis(),
                        problem.optimizer().isAveraged()),
                new WorkerSession.Outlets(
                        new Arrangement(workers, shards)
                                .shardAddresses().stream()
                                        .map(shard -> network.sink(own, List.of(shard)))
                                        .toList(),
                        network.sink(own, List.of(Address.DRIVER))),
                model,
                sums);
        frames = fault.before(this::onFrame, own, plan);
        next = this::join;
    }

    private void onFrame(DirectBuffer buffer, int offset, int length) {
        session.shardFrames().onFrame(buffer, offset, length);
        session.verdictFrames().onFrame(buffer, offset, length);
    }

    State state() {
        return state;
    }

    /** The parameters that it holds. */
    float[] parameters() {
        FloatBytes.read(parameterMemory, 0, parameters, parameters.length);
        return parameters;
    }

    @Override
    public void receive(byte[] frame) {
        if (state != State.RUNNING) {
            return;
        }
        if (busy) {
            frames.onFrame(new UnsafeBuffer(frame), 0, frame.length);
        } else {
            guarded(() -> frames.onFrame(new UnsafeBuffer(frame), 0, frame.length));
        }
    }

    @Override
    public void work(long nowMs) {
        if (!busy) {
            guarded(this::proceed);
        }
    }

    private void guarded(Runnable action) {
        busy = true;
        try {
            action.run();
        } catch (RunAbortedException told) {
            state = State.LOST;
        } finally {
            busy = false;
        }
    }

    private void proceed() {
        while (state == State.RUNNING && awaited.getAsBoolean()) {
            next.run();
        }
    }

    private void await(BooleanSupplier condition, Runnable then) {
        awaited = condition;
        next = then;
    }

    private void join() {
        long version = plan.firstVersion();
        session.join(version);
        await(session::hasParameters, () -> begin(version));
    }

    private void begin(long version) {
        if (version == 0) {
            train(0);
        } else {
            afterStep(version);
        }
    }

    private void train(long step) {
        if (step == problem.steps()) {
            state = State.DONE;
            return;
        }
        long[] examples = new long[range.count()];
        double[] losses = new double[range.count()];
        session.beginStep();
        for (int i = 0; i < range.count(); i++) {
            int virtualWorker = range.first() + i;
            examples[i] = problem.examples(virtualWorker);
            losses[i] = problem.gradientInto(gradient, parameters(), step, virtualWorker);
            FloatBytes.write(gradientMemory, 0, gradient, gradient.length);
            session.push(step, virtualWorker, examples[i]);
        }
        session.reportLosses(step, examples, losses);
        session.awaitParameters(step + 1);
        await(session::hasParameters, () -> afterStep(step + 1));
    }

    private void afterStep(long version) {
        if (problem.evaluations().includes(version)) {
            session.awaitAverage(version);
            await(session::hasAverage, () -> evaluate(version));
        } else {
            train(version);
        }
    }

    private void evaluate(long version) {
        List<EvaluationSum> sums = new ArrayList<>();
        session.exchangeAverage();
        for (int i = 0; i < range.count(); i++) {
            sums.add(problem.evaluate(parameters(), range.first() + i));
        }
        session.exchangeAverage();
        session.reportEvaluation(version, sums);
        await(session::hasVerdict, () -> train(session.isOver() ? problem.steps() : version));
    }
}
