package org.noisescale.driver.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.client.ParameterClient;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.WaitCounts;
import org.noisescale.parameterserver.transport.WaitMeter;

/**
 * A worker without a model that, after rounds to warm up, pauses before each push, as one does that computes longer
 * than the others: meanwhile it neither sends nor receives. Gives how long each of its links has waited since it was
 * warm.
 *
 * @param pauseMs 0 for none
 * @param whenWarm is told once when it has warmed up
 */
record PausingWorker(PushPullPlan plan, int rank, int rounds, long pauseMs, Runnable whenWarm)
        implements Callable<List<WaitCounts>> {
    /** After these the loops of sender and shard are compiled. */
    private static final int WARM_UP = 1_000;

    private static final long EXAMPLES = 64;

    @Override
    public List<WaitCounts> call() {
        ByteBuffer parameters = memory();
        try (AeronNode node = AeronNode.open();
                ParameterClient client = new ParameterClient(plan.client(rank), node, parameters, memory())) {
            client.join(0);
            for (long step = 0; step < WARM_UP; step++) {
                round(client, step, 0);
            }
            whenWarm.run();
            List<WaitCounts> before = waits(client);
            for (long step = WARM_UP; step < WARM_UP + rounds; step++) {
                round(client, step, pauseMs);
            }
            List<WaitCounts> after = waits(client);
            return IntStream.range(0, after.size())
                    .mapToObj(link -> after.get(link).since(before.get(link)))
                    .toList();
        }
    }

    private static List<WaitCounts> waits(ParameterClient client) {
        return client.meter().backPressure().stream().map(WaitMeter::counts).toList();
    }

    private ByteBuffer memory() {
        return ByteBuffer.allocateDirect(plan.parameters() * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private void round(ParameterClient client, long step, long lateMs) {
        long startNs = System.nanoTime();
        pause(startNs + TimeUnit.MILLISECONDS.toNanos(lateMs));
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
