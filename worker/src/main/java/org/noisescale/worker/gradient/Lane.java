package org.noisescale.worker.gradient;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.nd4j.linalg.api.memory.MemoryWorkspaceManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.protocol.RunAbortedException;

/**
 * One virtual worker's computation that can stop in its middle: a network with a thread of its own, which runs only
 * while the lane's owner waits for it. Two semaphores hand the turn over, so that of the two only one ever runs, and
 * sees what the other has done. The network shares its parameters with others.
 */
final class Lane implements AutoCloseable {
    private final Network network;
    private final LanePass slice;
    private final Semaphore ownersTurn = new Semaphore(0);
    private final Semaphore lanesTurn = new Semaphore(0);
    private final ExecutorService thread;
    private CompletableFuture<Double> result = CompletableFuture.completedFuture(0.0);
    private boolean done = true;
    private boolean abandoned;
    private List<ChannelStatistics> offered = List.of();

    Lane(NetworkPlan plan, INDArray parameters, LanePass slice, String name) {
        this.slice = slice;
        network = plan.newReplica(parameters, slice.division(), this::pause);
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Computes a gradient up to the first exchange, or to its end. */
    void begin(Pass pass) {
        done = false;
        abandoned = false;
        result = CompletableFuture.supplyAsync(() -> compute(pass), thread);
        ownersTurn.acquireUninterruptibly();
    }

    private double compute(Pass pass) {
        try {
            return slice.compute(network, pass);
        } finally {
            done = true;
            ownersTurn.release();
        }
    }

    /** Called by the network's layers. */
    private void pause(List<ChannelStatistics> parts) {
        offered = parts;
        ownersTurn.release();
        lanesTurn.acquireUninterruptibly();
        if (abandoned) {
            throw new RunAbortedException("the step was given up");
        }
    }

    /** Goes on to the next exchange, or to the end. */
    void resume() {
        lanesTurn.release();
        ownersTurn.acquireUninterruptibly();
    }

    /** Ends the step, wherever it is. */
    void abandon() {
        abandoned = true;
        while (!done) {
            resume();
        }
    }

    boolean isDone() {
        return done;
    }

    /** What it shares at the exchange where it waits, for each of its groups; shared, not a copy. */
    List<ChannelStatistics> offered() {
        if (done) {
            throw new IllegalStateException("a lane must wait at an exchange to have something to share");
        }
        return offered;
    }

    /** The sum of the losses of a step that is done; throws what the step threw. */
    double lossSum() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    INDArray gradient() {
        return network.gradient();
    }

    /** Ends the thread, with the memory that ND4J keeps for it. */
    @Override
    public void close() {
        abandon();
        thread.execute(Lane::releaseMemory);
        thread.shutdown();
    }

    /** One by one: ND4J's method for all of them has the whole heap collected too, 70 ms for each lane of a run. */
    private static void releaseMemory() {
        MemoryWorkspaceManager memory = Nd4j.getWorkspaceManager();
        memory.getAllWorkspacesForCurrentThread().forEach(memory::destroyWorkspace);
    }
}
