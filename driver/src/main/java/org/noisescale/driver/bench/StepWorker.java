package org.noisescale.driver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.StringJoiner;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.objective.Objective;

/**
 * A worker that trains the reference network. It is told in lines how many steps to do, and answers each line with
 * {@link StepPart}'s durations of every step, in nanoseconds.
 */
public final class StepWorker {
    private final int rank;
    private final Objective objective;
    private final ParameterClient client;
    private final long[] examples;
    private final double[] losses = new double[1];
    private long step;

    private StepWorker(int rank, Objective objective, ParameterClient client) {
        this.rank = rank;
        this.objective = objective;
        this.client = client;
        examples = new long[] {objective.examples(rank)};
    }

    /** Takes part until there are no more lines. */
    public static void serve(StepPlan plan, int rank, AeronNode node, BufferedReader orders, PrintWriter answers)
            throws IOException {
        NetworkPlan network = plan.network();
        Objective objective = network.open(plan.share(rank));
        try (ParameterClient client = new ParameterClient(
                plan.client(rank, network.initialModel().layout()),
                node,
                objective.parameters(),
                objective.gradient())) {
            objective.shareThrough(client::share);
            client.join(0);
            StepWorker worker = new StepWorker(rank, objective, client);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println(worker.steps(Integer.parseInt(order)));
            }
        }
    }

    private String steps(int count) {
        int parts = StepPart.values().length;
        long[] durations = new long[count * parts];
        for (int i = 0; i < count; i++) {
            step(durations, i * parts);
        }
        StringJoiner line = new StringJoiner(" ");
        Arrays.stream(durations).mapToObj(Long::toString).forEach(line::add);
        return line.toString();
    }

    private void step(long[] durations, int at) {
        long begun = System.nanoTime();
        client.beginStep();
        losses[0] = objective.sumGradient(step, rank);
        long computed = System.nanoTime();
        client.push(step, rank, examples[0]);
        client.reportLosses(step, examples, losses);
        long pushed = System.nanoTime();
        step++;
        client.awaitFirstParameters(step);
        long answered = System.nanoTime();
        client.awaitParameters(step);
        long pulled = System.nanoTime();
        durations[at + StepPart.COMPUTE.position()] = computed - begun;
        durations[at + StepPart.PUSH.position()] = pushed - computed;
        durations[at + StepPart.WAIT.position()] = answered - pushed;
        durations[at + StepPart.PULL.position()] = pulled - answered;
    }
}
