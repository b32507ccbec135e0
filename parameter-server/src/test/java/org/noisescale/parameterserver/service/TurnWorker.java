package org.noisescale.parameterserver.service;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.PushSum;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.client.TurnClient;
import org.noisescale.parameterserver.client.TurnSession;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** A worker that trains a toy problem under another rule than bsp; its result is the parameters that it then holds. */
final class TurnWorker implements Callable<float[]> {
    private static final int DELAY_MAX_NS = 300_000;

    private final ToyProblem problem;
    private final ServerPlan server;
    private final ClientPlan plan;
    private final VirtualWorkerRange range;
    private final ByteBuffer memory;
    private final float[] parameters;
    private final float[] gradient;
    private final SplittableRandom random;
    private final long[] examples;
    private final double[] losses;
    private long turnsMax = Long.MAX_VALUE;

    TurnWorker(ToyProblem problem, ServerPlan server, int rank, RunChannels channels) {
        this.problem = problem;
        this.server = server;
        plan = ToyProblem.client(server, rank, channels);
        range = plan.membership().range();
        int length = server.layout().length();
        memory = ByteBuffer.allocateDirect(length * Float.BYTES);
        parameters = new float[length];
        gradient = new float[length];
        random = new SplittableRandom(rank);
        examples = new long[range.count()];
        losses = new double[range.count()];
    }

    /** Takes part in so many turns only, then falls silent. */
    TurnWorker pushingOnly(long turns) {
        turnsMax = turns;
        return this;
    }

    @Override
    public float[] call() {
        try (AeronNode node = AeronNode.open();
                TurnClient client = new TurnClient(plan, node, memory)) {
            TurnSession session = client.session();
            client.evaluateWith(version -> evaluate(session, version));
            client.join();
            PushSum sum = new PushSum(new ChunkPlan(server.layout()));
            while (client.awaitTurn()) {
                long turn = session.beginTurn();
                if (turn < turnsMax && computes(client, sum, turn)) {
                    push(session, sum);
                }
            }
            client.leave();
            readParameters();
            return parameters;
        }
    }

    private boolean computes(TurnClient client, PushSum sum, long turn) {
        readParameters();
        sum.clear();
        for (int i = 0; i < range.count(); i++) {
            examples[i] = problem.examples(range.first() + i);
            losses[i] = problem.evaluateInto(gradient, parameters, turn, range.first() + i);
            sum.add(gradient, examples[i]);
        }
        sum.complete();
        return client.awaitTime(System.nanoTime() + random.nextInt(DELAY_MAX_NS));
    }

    private void push(TurnSession session, PushSum sum) {
        session.push(sum);
        session.reportLosses(range.first(), examples, losses);
    }

    private void evaluate(TurnSession session, long version) {
        readParameters();
        session.exchange();
        List<EvaluationSum> sums = new ArrayList<>();
        for (int v = range.first(); v < range.end(); v++) {
            sums.add(new EvaluationSum(problem.examples(v), problem.evaluateInto(gradient, parameters, version, v), 0));
        }
        session.reportEvaluation(version, sums);
    }

    private void readParameters() {
        FloatBytes.read(new UnsafeBuffer(memory), 0, parameters, parameters.length);
    }
}
