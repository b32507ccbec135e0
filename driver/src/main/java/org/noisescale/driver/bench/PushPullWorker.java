package org.noisescale.driver.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.StringJoiner;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * A worker without a model. It is told in lines how many rounds to take part in, and answers each with the durations in
 * nanoseconds; so it is the same in a thread as in a process of its own.
 */
public final class PushPullWorker {
    private static final long EXAMPLES = 64;

    private final int rank;
    private final ParameterClient client;
    private final double[] losses = new double[1];
    private final long[] examples = {EXAMPLES};
    private long step;

    private PushPullWorker(int rank, ParameterClient client) {
        this.rank = rank;
        this.client = client;
    }

    /** Takes part until there are no more lines. */
    public static void serve(PushPullPlan plan, int rank, AeronNode node, BufferedReader orders, PrintWriter answers)
            throws IOException {
        ByteBuffer parameters = memory(plan.parameters());
        ByteBuffer gradient = memory(plan.parameters());
        fill(gradient.asFloatBuffer(), rank);
        try (ParameterClient client = new ParameterClient(plan.client(rank), node, parameters, gradient)) {
            client.join(0);
            PushPullWorker worker = new PushPullWorker(rank, client);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                answers.println(worker.rounds(Integer.parseInt(order)));
            }
        }
    }

    private static ByteBuffer memory(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private static void fill(FloatBuffer gradient, int seed) {
        Random random = new Random(seed);
        while (gradient.hasRemaining()) {
            gradient.put((float) random.nextGaussian());
        }
    }

    private String rounds(int count) {
        long[] durations = new long[count];
        long before = System.nanoTime();
        for (int i = 0; i < count; i++) {
            round();
            long now = System.nanoTime();
            durations[i] = now - before;
            before = now;
        }
        StringJoiner line = new StringJoiner(" ");
        Arrays.stream(durations).mapToObj(Long::toString).forEach(line::add);
        return line.toString();
    }

    private void round() {
        client.beginStep();
        client.push(step, rank, EXAMPLES);
        client.reportLosses(step, examples, losses);
        step++;
        client.awaitParameters(step);
    }
}
