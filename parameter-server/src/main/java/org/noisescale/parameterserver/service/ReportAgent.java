package org.noisescale.parameterserver.service;

import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.VerdictPublisher;

/** Receives the reports of shards and workers, and tells the workers what their evaluations amount to. */
final class ReportAgent implements Agent {
    private static final int FRAGMENTS_MAX = 64;

    private final ReportLinks links;
    private final ReportAdapter.Listener collector;
    private final ReportAdapter adapter;
    private final VerdictPublisher verdicts;
    private final AtomicReference<@Nullable String> abortion = new AtomicReference<>();
    private boolean ended;

    ReportAgent(ServerPlan plan, long version, ReportLinks links, RunListener listener) {
        this.links = links;
        verdicts = new VerdictPublisher(plan.runId());
        ReportCollector.Verdicts judge = (at, finished) -> links.judge(verdicts, at, finished);
        collector = plan.rules().isSeated()
                ? new ArrivalReports(plan, listener, judge)
                : new ReportCollector(plan, version, listener, judge);
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
        int work = links.reports().poll(adapter, FRAGMENTS_MAX);
        String reason = abortion.getAndSet(null);
        if (reason != null) {
            fail(reason);
            links.stop(verdicts, reason);
        }
        return work;
    }

    /** Asks the thread to end the run, and to tell the listener and the workers; for any thread. */
    void abort(String reason) {
        abortion.set(reason);
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
