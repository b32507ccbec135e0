package org.noisescale.parameterserver.service;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.VerdictPublisher;

/** Receives the reports of shards and workers, and tells the workers what their evaluations amount to. */
final class ReportAgent implements Agent {
    private static final int FRAGMENTS_MAX = 64;

    private final ReportLinks links;
    private final ReportCollector collector;
    private final ReportAdapter adapter;
    private boolean ended;

    ReportAgent(ServerPlan plan, ReportLinks links, RunListener listener) {
        this.links = links;
        VerdictPublisher verdicts = new VerdictPublisher(plan.runId());
        collector =
                new ReportCollector(plan, listener, (version, finished) -> links.judge(verdicts, version, finished));
        adapter = new ReportAdapter(plan.runId(), collector);
    }

    @Override
    public String roleName() {
        return "reports";
    }

    @Override
    public int doWork() {
        if (ended) {
            throw new AgentTerminationException();
        }
        return links.reports().poll(adapter, FRAGMENTS_MAX);
    }

    /** Tells the listener that the run cannot go on, unless it knows; the thread stops. */
    void fail(String reason) {
        ended = true;
        collector.onStop(reason);
    }

    /** Lets the thread, from which this is called, stop. */
    void end() {
        ended = true;
    }

    @Override
    public void onClose() {
        links.close();
    }
}
