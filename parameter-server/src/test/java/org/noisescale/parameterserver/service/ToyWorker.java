package org.noisescale.parameterserver.service;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** A worker that trains a toy problem to its end; its result is the parameters that it then holds. */
final class ToyWorker implements Callable<float[]> {
    private final ToyProblem problem;
    private final ClientPlan plan;
    private final VirtualWorkerRange range;
    private final ByteBuffer parameterMemory;
    private final ByteBuffer gradientMemory;
    private final float[] parameters;
    private final float[] gradient;
    private long begin;
    private long stepsPushed = Long.MAX_VALUE;
    private long evaluateEvery = Long.MAX_VALUE;
    private long slowStep = -1;
    private Duration slowness = Duration.ZERO;
    private boolean waiting;

    ToyWorker(ToyProblem problem, ServerPlan server, int rank, RunChannels channels) {
        this.problem = problem;
        plan = ToyProblem.client(server, rank, channels);
        range = plan.membership().range();
        int length = server.layout().length();
        parameterMemory = ByteBuffer.allocateDirect(length * Float.BYTES);
        gradientMemory = ByteBuffer.allocateDirect(length * Float.BYTES);
        parameters = new float[length];
        gradient = new float[length];
    }

    /** Goes on from a version. */
    ToyWorker from(long version) {
        begin = version;
        return this;
    }

    /** Takes part in so many steps only, then waits for parameters that do not come. */
    ToyWorker pushingOnly(long steps) {
        stepsPushed = steps;
        return this;
    }

    /** Evaluates now and then, and ends when it is told to. */
    ToyWorker evaluatingEvery(long steps) {
        evaluateEvery = steps;
        return this;
    }

    /** Computes for so long at a step, and looks at nothing meanwhile. */
    ToyWorker computingAt(long step, Duration time) {
        slowStep = step;
        slowness = time;
        return this;
    }

    /** Waits for so long at a step, as if it computed. */
    ToyWorker waitingAt(long step, Duration time) {
        waiting = true;
        return computingAt(step, time);
    }

    private void delay(ParameterClient client) {
        long endNs = System.nanoTime() + slowness.toNanos();
        if (waiting) {
            client.awaitTime(endNs);
        }
        while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public float[] call() {
        try (AeronNode node = AeronNode.open();
                ParameterClient client = new ParameterClient(plan, node, parameterMemory, gradientMemory)) {
            client.join(begin);
            boolean over = false;
            for (long step = begin; step < problem.steps() && !over; step++) {
                if (step < stepsPushed) {
                    push(client, step);
                }
                client.awaitParameters(step + 1);
                over = (step + 1) % evaluateEvery == 0 && evaluate(client, step + 1);
            }
            if (evaluateEvery > problem.steps()) {
                EvaluationSum sum = new EvaluationSum(10, 2.5, 7);
                client.reportEvaluation(problem.steps(), Collections.nCopies(range.count(), sum));
            }
            client.leave();
            readParameters();
            return parameters;
        }
    }

    private boolean evaluate(ParameterClient client, long version) {
        client.beginEvaluation(version);
        readParameters();
        client.endEvaluation();
        List<EvaluationSum> sums = new ArrayList<>();
        for (int v = range.first(); v < range.end(); v++) {
            sums.add(new EvaluationSum(problem.examples(v), problem.evaluateInto(gradient, parameters, version, v), 0));
        }
        client.reportEvaluation(version, sums);
        return client.isOver();
    }

    private void push(ParameterClient client, long step) {
        readParameters();
        client.beginStep();
        long[] examples = new long[range.count()];
        double[] losses = new double[range.count()];
        for (int v = range.first(); v < range.end(); v++) {
            losses[v - range.first()] = problem.evaluateInto(gradient, parameters, step, v);
            examples[v - range.first()] = problem.examples(v);
            if (step == slowStep && v == range.first()) {
                delay(client);
            }
            FloatBytes.write(new UnsafeBuffer(gradientMemory), 0, gradient, gradient.length);
            client.push(step, v, problem.examples(v));
        }
        client.reportLosses(step, examples, losses);
    }

    private void readParameters() {
        FloatBytes.read(new UnsafeBuffer(parameterMemory), 0, parameters, parameters.length);
    }
}
