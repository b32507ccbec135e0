package org.noisescale.parameterserver.simulation;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.protocol.FrameHandler;
import org.noisescale.parameterserver.service.ServerPlan;
import org.noisescale.parameterserver.service.ShardSession;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardPlan;

/** A shard's thread: takes frames, writes its state down, gives up when it has waited too long. */
final class SimulatedShard implements Party {
    private final SimulatedDisks disks;
    private final int attempt;
    private final Shard shard;
    private final ShardSession session;
    private final FrameHandler frames;
    private boolean ended;
    private long stepsKept;

    SimulatedShard(
            SimulatedProblem problem,
            AttemptPlan plan,
            int rank,
            SimulatedDisks disks,
            SimulatedNetwork network,
            Fault fault) {
        this.disks = disks;
        attempt = plan.attempt();
        ServerPlan server = plan.server();
        Arrangement arrangement =
                new Arrangement(server.parties().workers(), server.parties().shards());
        shard = new Shard(
                new ShardPlan(
                        new ShardDivision(new ChunkPlan(problem.layout()), arrangement.shards()),
                        rank,
                        new AggregationTree(problem.virtualWorkers()),
                        arrangement.workers(),
                        problem.optimizer(),
                        server.rules().synchronization()),
                problem.start());
        disks.restore(shard, plan.firstVersion());
        stepsKept = plan.firstVersion();
        Address own = Address.shard(rank);
        List<Address> others = arrangement.shardAddresses().stream()
                .filter(address -> !address.equals(own))
                .toList();
        session = new ShardSession(
                server,
                shard,
                new ShardSession.Outlets(
                        network.sink(own, arrangement.workerAddresses())::send,
                        (buffer, length) -> true,
                        network.sink(own, List.of(Address.DRIVER)),
                        shard.figuresPerStep() == 0
                                ? List.of()
                                : others.stream()
                                        .map(other -> network.outlet(own, other))
                                        .toList()),
                done -> {},
                network.nowMs() * 1_000_000);
        frames = fault.before(session.frames(), own, plan);
    }

    Shard shard() {
        return shard;
    }

    @Override
    public void receive(byte[] frame) {
        if (ended) {
            return;
        }
        frames.onFrame(new UnsafeBuffer(frame), 0, frame.length);
        if (shard.stepsCompleted() > stepsKept) {
            stepsKept = shard.stepsCompleted();
            ended = !disks.keep(shard, attempt);
        }
    }

    @Override
    public void work(long nowMs) {
        if (!ended) {
            session.sendFigures();
            session.findStall(nowMs * 1_000_000).ifPresent(this::end);
        }
    }

    private void end(String reason) {
        ended = true;
        session.stopReports(reason);
        session.stopWorkers(reason);
    }
}
