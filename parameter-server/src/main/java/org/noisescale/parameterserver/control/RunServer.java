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
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of a server process: hosts shards of any number of runs until it is closed. */
public final class RunServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "server-runs");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerAddress address;
    private final ControlAgent agent;
    private final AgentRunner runner;

    /**
     * Starts the server.
     *
     * @param listen where it takes messages, on this and the next port
     * @param shards how many shards each run gets
     * @param token what drivers must know; empty if any driver is welcome
     */
    public RunServer(ServerAddress listen, int shards, Optional<Token> token, AeronNode node) {
        this(listen, shards, token, node, ServerWatch.NONE);
    }

    /** The same; somebody is told what it does. */
    public RunServer(ServerAddress listen, int shards, Optional<Token> token, AeronNode node, ServerWatch watch) {
        address = listen;
        agent = new ControlAgent(Host.of(listen, shards, node, executor, watch), token, SystemNanoClock.INSTANCE);
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
    }
}
