package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.noisescale.parameterserver.protocol.RunAbortedException;
import org.noisescale.parameterserver.transport.DataPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the threads of a run are run: whatever goes wrong in one of them ends the run. */
final class RunThread {
    private static final Logger LOG = LoggerFactory.getLogger(RunThread.class);
    /** How long a thread may take to notice that it shall stop, before it is interrupted. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private RunThread() {}

    /**
     * A runner, not started yet, of an agent on the way of chunks.
     *
     * @param fail is told by the agent's thread why the run cannot go on
     * @param whenFaulty is run before if the reason is a fault of the program, which would show again
     */
    static AgentRunner of(Agent agent, Consumer<String> fail, Runnable whenFaulty) {
        return of(agent, DataPath.newIdleStrategy(), fail, whenFaulty);
    }

    /** The same of an agent that waits in another way. */
    static AgentRunner of(Agent agent, IdleStrategy idle, Consumer<String> fail, Runnable whenFaulty) {
        return new AgentRunner(idle, error -> onError(agent, error, fail, whenFaulty), null, agent);
    }

    /** An {@link AgentRunner} goes on after an exception, and after an error ends without closing its agent. */
    private static void onError(Agent agent, Throwable error, Consumer<String> fail, Runnable whenFaulty) {
        if (error instanceof AgentTerminationException) {
            return;
        }
        if (error instanceof RunAbortedException) {
            fail.accept(error.getMessage());
            return;
        }
        LOG.error("{} failed", agent.roleName(), error);
        whenFaulty.run();
        fail.accept(agent.roleName() + " failed: " + error);
        if (error instanceof Error) {
            agent.onClose();
        }
    }

    /** Ends it, whether it was started or not. */
    static void end(AgentRunner runner) {
        end(runner, CLOSE_PATIENCE);
    }

    /** The same for a thread that may take longer to notice. */
    static void end(AgentRunner runner, Duration patience) {
        runner.close(
                Math.toIntExact(patience.toMillis()),
                thread -> LOG.warn("{} is interrupted, since it does not stop", thread));
    }
}
