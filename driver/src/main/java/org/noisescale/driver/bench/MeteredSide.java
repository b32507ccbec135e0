package org.noisescale.driver.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.noisescale.parameterserver.service.EmbeddedParameterServer;
import org.noisescale.parameterserver.transport.AeronNode;

/** A server, with or without meters, and its workers, which wait until they are asked for rounds. */
final class MeteredSide implements AutoCloseable {
    private final EmbeddedParameterServer server;
    private final List<WorkerLine> workers = new ArrayList<>();

    private MeteredSide(EmbeddedParameterServer server) {
        this.server = server;
    }

    static MeteredSide open(PushPullPlan plan, boolean metered, PushPullBench.Placement placement, AeronNode node)
            throws IOException {
        float[] start = new float[plan.parameters()];
        UnheardListener nobody = new UnheardListener();
        MeteredSide side = new MeteredSide(
                metered
                        ? new EmbeddedParameterServer(plan.server(), start, node, plan.channels(), nobody)
                        : EmbeddedParameterServer.withoutMeters(
                                plan.server(),
                                start,
                                new EmbeddedParameterServer.Links(node, plan.channels()),
                                nobody));
        for (int rank = 0; rank < plan.workers(); rank++) {
            List<String> command = placement.command(plan, rank, node.folder());
            side.workers.add(command.isEmpty() ? WorkerThread.start(plan, rank) : WorkerProcess.start(command));
        }
        return side;
    }

    EmbeddedParameterServer server() {
        return server;
    }

    /** Of each round but the first what the slowest worker took, in nanoseconds. */
    long[] batch(int rounds) throws IOException {
        workers.forEach(worker -> worker.begin(rounds));
        long[] slowest = new long[rounds - 1];
        for (WorkerLine worker : workers) {
            long[] durations = worker.await();
            for (int i = 1; i < rounds; i++) {
                slowest[i - 1] = Math.max(slowest[i - 1], durations[i]);
            }
        }
        return slowest;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(
                workers.stream().<AutoCloseable>map(worker -> worker::end).toList());
        server.close();
    }
}
