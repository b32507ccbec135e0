package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.RunChannels;
import org.noisescale.parameterserver.transport.WorkerLinks;

/**
 * What connects a shard with the others: pushes come in from workers and parameters go out to them, reports and figures
 * go out.
 *
 * @param others the shards that need its figures
 */
record ShardLinks(WorkerLinks workers, AeronSink reports, List<AeronSink> others) implements AutoCloseable {

    static ShardLinks open(AeronNode node, RunChannels channels, Shard shard, Duration waitLimit) {
        int own = shard.plan().shard();
        int shards = shard.figuresPerStep() == 0 ? 0 : shard.plan().division().shards();
        return new ShardLinks(
                node.workerLinks(channels, own, waitLimit),
                node.reportSink(channels, waitLimit),
                IntStream.range(0, shards)
                        .filter(other -> other != own)
                        .mapToObj(other -> node.pushSink(channels, other, waitLimit))
                        .toList());
    }

    ShardSession.Outlets outlets() {
        return new ShardSession.Outlets(workers, reports, others);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(workers, reports);
        CloseHelper.closeAll(others);
    }
}
