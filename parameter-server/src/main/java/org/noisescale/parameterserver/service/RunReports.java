package org.noisescale.parameterserver.service;

import org.agrona.concurrent.AgentRunner;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** The thread of the driver that takes the reports of one run, tells the listener, and speaks to the workers. */
public final class RunReports implements AutoCloseable {
    private final ReportAgent agent;
    private final AgentRunner runner;

    /**
     * Prepares the thread.
     *
     * @param whenFailed is run by it when the reports themselves fail, after the listener was told
     */
    public RunReports(
            ServerPlan plan, AeronNode node, RunChannels channels, RunListener listener, Runnable whenFailed) {
        agent = new ReportAgent(plan, ReportLinks.open(node, channels, plan.waitLimit()), listener);
        runner = RunThread.of(agent, reason -> {
            agent.fail(reason);
            whenFailed.run();
        });
    }

    /** Starts the thread. */
    public void start() {
        AgentRunner.startOnThread(runner);
    }

    /** Ends the run for a reason that the driver found out: the listener and the workers are told. For any thread. */
    public void abort(String reason) {
        agent.abort(reason);
    }

    /** Ends the thread. May be called by the listener, too. */
    @Override
    public void close() {
        if (Thread.currentThread().equals(runner.thread())) {
            agent.end();
        } else {
            RunThread.end(runner);
        }
    }
}
