package org.noisescale.parameterserver.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 * @param others the shards that need its figures, or are told the order of pushes
 */
record ShardLinks(WorkerLinks workers, AeronSink reports, List<AeronSink> others) implements AutoCloseable {

    static ShardLinks open(AeronNode node, RunChannels channels, Shard shard, ServerPlan plan) {
        int own = shard.plan().shard();
        boolean seated = plan.rules().isSeated();
        boolean speaks = shard.figuresPerStep() > 0 || (seated && own == 0);
        int shards = speaks ? shard.plan().division().shards() : 0;
        Duration waitLimit = plan.waitLimit();
        return new ShardLinks(
                seated
                        ? node.workerLinks(
                                channels,
                                own,
                                plan.parties().workers(),
                                plan.parties().shards(),
                                waitLimit)
                        : node.workerLinks(channels, own, waitLimit),
                node.reportSink(channels, waitLimit),
                IntStream.range(0, shards)
                        .filter(other -> other != own)
                        .mapToObj(other -> node.pushSink(channels, other, waitLimit))
                        .toList());
    }

    ShardSession.Outlets outlets() {
        return new ShardSession.Outlets(workers, workers.all(), reports, others);
    }

    /** The same where workers are spoken to one by one. */
    SeatedSession.Outlets seatedOutlets() {
        return new SeatedSession.Outlets(workers, workers.all(), workers, reports, others);
    }

    /** A worker or another shard that was there and is gone, or has gone silent, in words. */
    Optional<String> findGone() {
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).isLost()) {
                return Optional.of(others.get(i).receiver());
            }
        }
        return workers.findGone();
    }

    @Override
    public void close() {
        CloseHelper.closeAll(workers, reports);
        CloseHelper.closeAll(others);
    }
}
