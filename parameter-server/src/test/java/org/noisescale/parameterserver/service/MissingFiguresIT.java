package org.noisescale.parameterserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.protocol.ReportAdapter;
import org.noisescale.parameterserver.protocol.WorkerPublisher;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;
import org.noisescale.parameterserver.transport.AeronNode;
import org.noisescale.parameterserver.transport.AeronSink;
import org.noisescale.parameterserver.transport.AeronSource;
import org.noisescale.parameterserver.transport.RunChannels;

/** The first of two shards, whose sister does not exist; time is given. */
@Timeout(30)
final class MissingFiguresIT {
    private final ToyProblem problem = ToyProblem.small(1, 5).clipped();
    private final ServerPlan plan = problem.plan(1, 2);
    private final ChunkPlan chunks = new ChunkPlan(problem.layout());
    private final RunChannels channels = RunChannels.ipc(1 << 24);
    private final AeronNode node = AeronNode.open();
    private final AeronSource parameters = node.parametersSource(channels, 0);
    private final AeronSource reports = node.reportSource(channels);
    private final AeronSink pushes = node.pushSink(channels, 0, plan.waitLimit());
    private final AtomicLong nowNs = new AtomicLong();
    private final Shard shard = new Shard(
            new ShardPlan(
                    new ShardDivision(chunks, 2),
                    0,
                    new AggregationTree(1),
                    1,
                    plan.rules().optimizer(),
                    plan.rules().synchronization()),
            problem.start());
    private final ShardAgent agent = new ShardAgent(
            plan,
            shard,
            ShardLinks.open(node, channels, shard, plan),
            ShardCheckpoints.none(),
            nowNs::get,
            () -> "the test is over");
    private final RecordingListener told = new RecordingListener();
    private final ReportAdapter driver =
            new ReportAdapter(plan.runId(), new ReportCollector(plan, told, (version, finished) -> {}));

    @AfterEach
    void close() {
        agent.onClose();
        pushes.close();
        parameters.close();
        reports.close();
        node.close();
    }

    private void work() {
        agent.doWork();
        parameters.poll((buffer, offset, length) -> {}, 100);
        reports.poll(driver, 100);
    }

    /** It waits longer than the limit, since the sister may be waiting for a worker, and would name it. */
    @Test
    void theShardWhoseFiguresStayAwayIsNamedAfterOneAndAHalfTimesTheLimit() {
        agent.onStart();
        WorkerPublisher worker = new WorkerPublisher(plan.runId(), 0, 0);
        worker.join(pushes);
        UnsafeBuffer gradient = new UnsafeBuffer(new byte[chunks.chunkLength() * Float.BYTES]);
        for (int chunk = 0; chunk < shard.plan().range().endChunk(); chunk++) {
            worker.contribution(0, chunk, 1, 1)
                    .send(pushes, new double[0], 0, gradient, 0, chunks.length(chunk) * Float.BYTES);
        }
        while (shard.missingShards().isEmpty()) {
            work();
        }

        nowNs.set(plan.waitLimit().toNanos() * 3 / 2);
        work();
        assertThat(told.failures()).isEmpty();
        nowNs.incrementAndGet();
        while (told.failures().isEmpty()) {
            work();
        }

        assertThat(told.failures()).containsExactly("no progress for 30000 ms at step 1: figures of shard 1 missing");
    }
}
