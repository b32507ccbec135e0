package org.noisescale.worker.training;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.client.TurnSession;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.shard.LocalShard;
import org.noisescale.worker.objective.Objective;

/**
 * A worker takes steps with an optimizer of its own, whose memory stays with it, from the parameters that it read, and
 * pushes the way back, θ_read − θ.
 */
final class LocalSteps implements TurnWork {
    private final TurnPlan plan;
    private final Objective objective;
    private final ChunkPlan chunks;
    private final VirtualWorkerRange range;
    private final FloatBuffer parameters;
    private final FloatBuffer gradient;
    private final float[] read;
    private final float[] present;
    private final float[] sum;
    private @Nullable LocalShard own;
    private long examples;
    private double loss;

    LocalSteps(TurnPlan plan, Objective objective, ChunkPlan chunks) {
        this.plan = plan;
        this.objective = objective;
        this.chunks = chunks;
        range = plan.worker().client().membership().range();
        parameters = objective.parameters().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        gradient = objective.gradient().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        read = new float[chunks.layout().length()];
        present = new float[read.length];
        sum = new float[read.length];
    }

    @Override
    public boolean compute(long turn, BooleanSupplier goesOn) {
        parameters.get(0, read);
        LocalShard shard = own();
        shard.begin(read);
        examples = 0;
        loss = 0;
        int steps = plan.policy().localSteps(turn);
        for (int step = 0; step < steps; step++) {
            shard.copyInto(present);
            parameters.put(0, present);
            step(shard);
            if (!goesOn.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private LocalShard own() {
        LocalShard there = own;
        if (there == null) {
            there = new LocalShard(chunks, range.count(), Objects.requireNonNull(plan.localOrNull()), read);
            own = there;
        }
        return there;
    }

    private void step(LocalShard shard) {
        for (int i = 0; i < range.count(); i++) {
            int count = objective.examples(range.first() + i);
            loss += objective.sumGradient(shard.steps(), range.first() + i);
            gradient.get(0, sum);
            shard.offer(i, sum, count);
            examples += count;
        }
        shard.step();
    }

    @Override
    public void push(TurnSession session) {
        own().copyInto(present);
        for (int i = 0; i < present.length; i++) {
            present[i] = read[i] - present[i];
        }
        session.pushWay(present);
        int rank = plan.worker().client().membership().rank();
        session.reportLosses(rank, new long[] {examples}, new double[] {loss});
    }

    @Override
    public long examples() {
        return examples;
    }
}
