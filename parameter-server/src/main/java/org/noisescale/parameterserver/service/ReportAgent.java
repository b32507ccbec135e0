package org.noisescale.parameterserver.service;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.transport.AeronSource;

/** Receives the reports of shards and workers. */
final class ReportAgent implements Agent {
    private static final int FRAGMENTS_MAX = 64;

    private final AeronSource reports;
    private final ReportCollector collector;
    private final ReportAdapter adapter;
    private boolean ended;

    ReportAgent(AeronSource reports, long runId, ReportCollector collector) {
        this.reports = reports;
        this.collector = collector;
        adapter = new ReportAdapter(runId, collector);
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
        return reports.poll(adapter, FRAGMENTS_MAX);
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
        reports.close();
    }
}
