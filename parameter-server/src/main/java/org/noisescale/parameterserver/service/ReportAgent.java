package org.noisescale.parameterserver.service;

import org.agrona.concurrent.Agent;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.transport.AeronSource;

/** Receives the reports of shards and workers. */
final class ReportAgent implements Agent {
    private static final int FRAGMENTS_MAX = 64;

    private final AeronSource reports;
    private final ReportAdapter adapter;

    ReportAgent(AeronSource reports, ReportAdapter adapter) {
        this.reports = reports;
        this.adapter = adapter;
    }

    @Override
    public String roleName() {
        return "reports";
    }

    @Override
    public int doWork() {
        return reports.poll(adapter, FRAGMENTS_MAX);
    }

    @Override
    public void onClose() {
        reports.close();
    }
}
