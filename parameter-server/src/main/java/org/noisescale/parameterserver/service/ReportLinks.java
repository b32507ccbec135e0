package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.VerdictPublisher;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.RunChannels;

/** What connects the report agent with the others: reports come in; verdicts go out where workers wait for them. */
record ReportLinks(AeronSource reports, @Nullable AeronSink verdicts) implements AutoCloseable {

    static ReportLinks open(AeronNode node, RunChannels channels, Duration waitLimit) {
        return new ReportLinks(
                node.reportSource(channels), channels.judged() ? node.verdictSink(channels, waitLimit) : null);
    }

    /** Sends a verdict, if anybody waits for one. */
    void judge(VerdictPublisher publisher, long version, boolean finished) {
        if (verdicts != null) {
            publisher.verdict(verdicts, version, finished);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(reports, verdicts);
    }
}
