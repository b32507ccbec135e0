package org.noisescale.driver.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.client.WorkerMeter;
import org.noisescale.parameterserver.transport.AeronNode;

/**
 * A worker without a model that pauses before each push, as one does that computes longer than the others: meanwhile it
 * neither sends nor receives.
 *
 * @param pauseMs 0 for none
 */
record PausingWorker(PushPullPlan plan, int rank, int rounds, long pauseMs) implements Callable<WorkerMeter> {
    private static final long EXAMPLES = 64;

    @Override
    public WorkerMeter call() {
        ByteBuffer parameters = memory();
        try (AeronNode node = AeronNode.open();
                ParameterClient client = new ParameterClient(plan.client(rank), node, parameters, memory())) {
            client.join(0);
            for (long step = 0; step < rounds; step++) {
                round(client, step);
            }
            return client.meter();
        }
    }

    private ByteBuffer memory() {
        return ByteBuffer.allocateDirect(plan.parameters() * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private void round(ParameterClient client, long step) {
        long startNs = System.nanoTime();
        pause(startNs + TimeUnit.MILLISECONDS.toNanos(pauseMs));
        client.beginStep();
        long pausedNs = System.nanoTime();
        client.push(step, rank, EXAMPLES);
        client.reportLosses(step, new long[] {EXAMPLES}, new double[1]);
        long pushedNs = System.nanoTime();
        client.awaitFirstParameters(step + 1);
        long firstNs = System.nanoTime();
        client.awaitParameters(step + 1);
        long doneNs = System.nanoTime();
        client.meter().step(EXAMPLES, pausedNs - startNs, pushedNs - pausedNs, firstNs - pushedNs, doneNs - firstNs);
    }

    private static void pause(long untilNs) {
        for (long leftNs = untilNs - System.nanoTime(); leftNs > 0; leftNs = untilNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}
