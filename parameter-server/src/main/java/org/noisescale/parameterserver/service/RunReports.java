package org.noisescale.parameterserver.service;

import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.RunChannels;

/** The thread of the driver that takes the reports of one run, tells the listener, and speaks to the workers. */
public final class RunReports implements AutoCloseable {
    /** Nobody waits for a report but workers after an evaluation, and who looks more often takes a core from shards. */
    private static final long LOOK_EVERY_NS = 500_000;

    private final ReportAgent agent;
    private final AgentRunner runner;
    private final AtomicBoolean faulty = new AtomicBoolean();

    /** Where reports arrive. */
    public record Site(AeronNode node, RunChannels channels) {}

    /**
     * Prepares the thread.
     *
     * @param version from which the run goes on
     * @param whenFailed is run by it when the reports themselves fail, after the listener was told
     */
    public RunReports(ServerPlan plan, long version, Site site, RunListener listener, Runnable whenFailed) {
        this(plan, version, ReportLinks.open(site.node, site.channels, plan.waitLimit()), listener, whenFailed);
    }

    /** The same on links that are there. */
    RunReports(ServerPlan plan, long version, ReportLinks links, RunListener listener, Runnable whenFailed) {
        agent = new ReportAgent(plan, version, links, listener);
        runner = RunThread.of(
                agent,
                new SleepingIdleStrategy(LOOK_EVERY_NS),
                reason -> {
                    agent.fail(reason);
                    whenFailed.run();
                },
                () -> faulty.set(true));
    }

    /** Whether the thread ended by a fault of the program. */
    public boolean isFaulty() {
        return faulty.get();
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
