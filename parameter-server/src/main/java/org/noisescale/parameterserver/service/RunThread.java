package org.noisescale.parameterserver.service;

import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the threads of a run are run: whatever goes wrong in one of them ends the run. */
final class RunThread {
    private static final Logger LOG = LoggerFactory.getLogger(RunThread.class);
    /** How long a thread may take to notice that it shall stop, before it is interrupted. */
    private static final int CLOSE_PATIENCE_MS = 1_000;

    private RunThread() {}

    /**
     * A runner that is not started yet.
     *
     * @param fail is told by the agent's thread why the run cannot go on
     */
    static AgentRunner of(Agent agent, Consumer<String> fail) {
        BackoffIdleStrategy idle = new BackoffIdleStrategy(100, 20, 1_000, 100_000);
        return new AgentRunner(idle, error -> onError(agent, error, fail), null, agent);
    }

    /** An {@link AgentRunner} goes on after an exception, and after an error ends without closing its agent. */
    private static void onError(Agent agent, Throwable error, Consumer<String> fail) {
        if (error instanceof AgentTerminationException) {
            return;
        }
        if (error instanceof RunAbortedException) {
            fail.accept(error.getMessage());
            return;
        }
        LOG.error("{} failed", agent.roleName(), error);
        fail.accept(agent.roleName() + " failed: " + error);
        if (error instanceof Error) {
            agent.onClose();
        }
    }

    /** Ends it, whether it was started or not. */
    static void end(AgentRunner runner) {
        runner.close(CLOSE_PATIENCE_MS, thread -> LOG.warn("{} is interrupted, since it does not stop", thread));
    }
}
