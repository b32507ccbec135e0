package org.noisescale.parameterserver.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.PushSum;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.ClientPlan;
import org.noisescale.parameterserver.client.TurnSession;
import org.noisescale.parameterserver.client.WorkerSession;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.transport.RunChannels;

/** A worker's loop under another rule than bsp, cut at its waits; a turn takes some looks at its mail. */
final class SeatedWorldWorker {
    private static final int LOOKS_MAX = 12;

    private final SimulatedProblem problem;
    private final TurnSession session;
    private final SplittableRandom random;
    private final VirtualWorkerRange range;
    private final UnsafeBuffer memory;
    private final float[] parameters;
    private final float[] gradient;
    private final PushSum sum;
    private final long[] examples;
    private final double[] losses;
    private boolean joined;
    private boolean computing;
    private boolean judging;
    private int looks;

    SeatedWorldWorker(
            SimulatedProblem problem,
            ServerPlan plan,
            int rank,
            List<FrameSink> shards,
            FrameSink reports,
            SplittableRandom random) {
        this.problem = problem;
        this.random = random;
        ServerPlan.Parties parties = plan.parties();
        ClientPlan.Membership membership =
                new ClientPlan.Membership(rank, 0, parties.workers(), parties.virtualWorkers(), parties.shards());
        range = membership.range();
        parameters = new float[problem.layout().length()];
        gradient = new float[parameters.length];
        ByteBuffer model = ByteBuffer.allocateDirect(parameters.length * Float.BYTES);
        memory = new UnsafeBuffer(model);
        RunChannels channels = RunChannels.ipc(0);
        session = new TurnSession(
                new ClientPlan(
                        plan.runId(),
                        membership,
                        problem.layout(),
                        problem.judged() ? channels.withVerdicts() : channels,
                        1_000_000,
                        problem.optimizer().isAveraged()),
                new WorkerSession.Outlets(shards, reports),
                model);
        sum = new PushSum(new ChunkPlan(problem.layout()));
        examples = new long[range.count()];
        losses = new double[range.count()];
    }

    void receive(UnsafeBuffer frame, int length) {
        session.shardFrames().onFrame(frame, 0, length);
        session.verdictFrames().onFrame(frame, 0, length);
    }

    boolean isOver() {
        return session.isOver();
    }

    /** The parameters that it holds. */
    float[] parameters() {
        FloatBytes.read(memory, 0, parameters, parameters.length);
        return parameters;
    }

    void work() {
        if (!joined) {
            joined = true;
            session.join();
        }
        if (judging) {
            if (session.hasVerdict()) {
                session.endEvaluation();
                judging = false;
            }
            return;
        }
        if (session.hasEvaluation()) {
            evaluate();
        } else if (computing) {
            compute();
        } else if (session.hasTurn()) {
            begin();
        }
    }

    private void evaluate() {
        long version = session.exchange();
        List<EvaluationSum> sums = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            sums.add(problem.evaluate(parameters(), range.first() + i));
        }
        session.exchange();
        session.reportEvaluation(version, sums);
        judging = true;
    }

    private void begin() {
        long turn = session.beginTurn();
        sum.clear();
        for (int i = 0; i < range.count(); i++) {
            examples[i] = problem.examples(range.first() + i);
            losses[i] = problem.gradientInto(gradient, parameters(), turn, range.first() + i);
            sum.add(gradient, examples[i]);
        }
        sum.complete();
        looks = random.nextInt(LOOKS_MAX);
        computing = true;
    }

    private void compute() {
        if (session.isCancelled()) {
            computing = false;
        } else if (looks-- == 0) {
            session.push(sum);
            session.reportLosses(range.first(), examples, losses);
            computing = false;
        }
    }
}
