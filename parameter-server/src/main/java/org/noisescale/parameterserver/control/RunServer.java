package org.noisescale.parameterserver.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.noisescale.parameterserver.checkpoint.CheckpointFolder;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of a server process: hosts shards of any number of runs until it is closed. */
public final class RunServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);
    /** Last checkpoints may have to be written; Kubernetes waits 30 s. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "server-runs");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerAddress address;
    private final Optional<CheckpointFolder> checkpoints;
    private final ControlAgent agent;
    private final AgentRunner runner;

    /**
     * Starts a server that keeps no checkpoints.
     *
     * @param listen where it takes messages, on this and the next port
     * @param shards how many shards each run gets
     * @param token what drivers must know; empty if any driver is welcome
     */
    public RunServer(ServerAddress listen, int shards, Optional<Token> token, AeronNode node) {
        this(listen, shards, token, node, Optional.empty(), ServerWatch.NONE);
    }

    /**
     * The same with a folder in which it keeps the checkpoints of its runs, if there is one, and which it closes.
     *
     * @param watch is told what it does
     */
    public RunServer(
            ServerAddress listen,
            int shards,
            Optional<Token> token,
            AeronNode node,
            Optional<CheckpointFolder> checkpoints,
            ServerWatch watch) {
        address = listen;
        this.checkpoints = checkpoints;
        Host host = Host.of(listen, shards, node, new RunCheckpoints(checkpoints), executor, watch);
        agent = new ControlAgent(host, token, SystemNanoClock.INSTANCE);
        runner = new AgentRunner(new BackoffIdleStrategy(10, 20, 1_000, 1_000_000), this::onError, null, agent);
        AgentRunner.startOnThread(runner);
    }

    /** Where it listens. */
    public ServerAddress address() {
        return address;
    }

    private void onError(Throwable error) {
        if (!(error instanceof AgentTerminationException)) {
            LOG.error("{} failed", agent.roleName(), error);
        }
    }

    /** Ends all runs, whose workers and drivers are told, and the threads. */
    @Override
    public void close() {
        runner.close();
        CompletableFuture<Void> ended = agent.ending()
                .completeOnTimeout(null, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    LOG.warn("a run did not end as it should", failure);
                    return null;
                });
        ended.join();
        executor.shutdownNow();
        checkpoints.ifPresent(CheckpointFolder::close);
    }
}
