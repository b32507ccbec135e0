package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.protocol.VerdictPublisher;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.RunChannels;

/**
 * What connects the report agent with the others: reports come in; what the driver says to workers goes out.
 *
 * @param judged whether workers wait for verdicts; those that do not may be gone when there is one
 */
record ReportLinks(AeronSource reports, @Nullable AeronSink voice, boolean judged) implements AutoCloseable {

    static ReportLinks open(AeronNode node, RunChannels channels, Duration waitLimit) {
        return new ReportLinks(
                node.reportSource(channels),
                channels.hasVoice() ? node.verdictSink(channels, waitLimit) : null,
                channels.judged());
    }

    /** Sends a verdict, if anybody waits for one. */
    void judge(VerdictPublisher publisher, long version, boolean finished) {
        if (voice != null && judged) {
            publisher.verdict(voice, version, finished);
        }
    }

    /** Tells the workers that the run is over before its end, if they are there. */
    void stop(VerdictPublisher publisher, String reason) {
        if (voice != null && voice.isConnected()) {
            publisher.stop(voice, reason);
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(reports, voice);
    }
}
