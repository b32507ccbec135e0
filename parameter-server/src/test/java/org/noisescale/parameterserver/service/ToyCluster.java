package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.noisescale.parameterserver.transport.RunChannels;

/** Threads in which the workers of one run live. */
final class ToyCluster implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<float[]>> workers = new ArrayList<>();

    /** Starts all workers of a run. */
    static ToyCluster of(ToyProblem problem, ServerPlan plan, RunChannels channels) {
        ToyCluster cluster = new ToyCluster();
        for (int rank = 0; rank < plan.parties().workers(); rank++) {
            cluster.start(new ToyWorker(problem, plan, rank, channels));
        }
        return cluster;
    }

    ToyCluster start(ToyWorker worker) {
        workers.add(threads.submit(worker));
        return this;
    }

    /** The parameters that a worker holds at the end. */
    float[] result(int rank) throws InterruptedException, ExecutionException, TimeoutException {
        return workers.get(rank).get(30, TimeUnit.SECONDS);
    }

    /** Why a worker could not go on. */
    Throwable failure(int rank) throws InterruptedException, TimeoutException {
        try {
            result(rank);
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
        throw new IllegalStateException("worker " + rank + " came to its end");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
