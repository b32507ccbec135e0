package org.noisescale.parameterserver.service;

import java.time.Duration;
import org.agrona.CloseHelper;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.RunChannels;

/** What connects a shard with the others: pushes come in, parameters and reports go out. */
record ShardLinks(AeronSource pushes, AeronSink parameters, AeronSink reports) implements AutoCloseable {

    static ShardLinks open(AeronNode node, RunChannels channels, int shard, Duration waitLimit) {
        return new ShardLinks(
                node.pushSource(channels, shard),
                node.parametersSink(channels, shard, waitLimit),
                node.reportSink(channels, waitLimit));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(pushes, parameters, reports);
    }
}
