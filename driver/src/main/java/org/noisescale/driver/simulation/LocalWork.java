package org.noisescale.driver.simulation;

import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.ShardState;

/**
 * The work of local SGD: from the parameters that it read a worker takes steps with an optimizer of its own, whose
 * memory stays with it, and pushes the way back, θ_read − θ.
 */
final class LocalWork implements Work {
    private final SimulationPlan plan;
    private final Gradients gradients;
    private final Parts parts;
    private final ChunkPlan chunks;
    private final List<OwnShard> own = new ArrayList<>();
    private final float[] present;
    private final float[] sum;

    LocalWork(SimulationPlan plan, Gradients gradients, Parts parts, ChunkPlan chunks) {
        this.plan = plan;
        this.gradients = gradients;
        this.parts = parts;
        this.chunks = chunks;
        present = new float[chunks.layout().length()];
        sum = new float[present.length];
        float[] initial = plan.objective().initialModel().parameters();
        for (int worker = 0; worker < plan.workers(); worker++) {
            own.add(new OwnShard(
                    plan.newShard(chunks.layout(), plan.virtualWorkersEach(), plan.localOptimizer(), initial)));
        }
    }

    /** The optimizer of one worker. */
    private static final class OwnShard {
        private final Shard shard;
        private final Parts parts;
        private final ShardState state;

        OwnShard(Shard shard) {
            this.shard = shard;
            parts = new Parts(shard);
            state = shard.newState();
        }

        /** Puts the parameters in place of its own, and leaves the rest. */
        void begin(float[] read, ChunkPlan chunks) {
            shard.copyInto(state);
            for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
                System.arraycopy(read, chunks.offset(chunk), state.chunk(chunk), 0, chunks.length(chunk));
            }
            shard.restore(state);
        }
    }

    @Override
    public void push(PushPlace push, float[] read, Update update) {
        OwnShard mine = own.get(push.worker());
        mine.begin(read, chunks);
        int steps = plan.synchronization().policy().localSteps(push.turn());
        long examples = 0;
        double loss = 0;
        for (int step = 0; step < steps; step++) {
            copyInto(mine.shard, present);
            gradients.place(present);
            VirtualWorkerRange range = VirtualWorkerRange.of(push.worker(), plan.workers(), plan.virtualWorkers());
            for (int i = 0; i < range.count(); i++) {
                int count = gradients.examples(range.first() + i);
                loss += gradients.sumInto(sum, mine.shard.stepsCompleted(), range.first() + i);
                mine.parts.offer(i, sum, count);
                examples += count;
            }
            mine.parts.drain();
        }
        update.addGradient(examples, loss);
        pushWay(push, read, mine.shard, update);
    }

    private void pushWay(PushPlace push, float[] read, Shard shard, Update update) {
        copyInto(shard, present);
        for (int i = 0; i < present.length; i++) {
            present[i] = read[i] - present[i];
        }
        update.addWay(SquaredNorm.of(present, 0, present.length));
        parts.offer(push.seat(), present, 1);
    }

    private void copyInto(Shard shard, float[] target) {
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            System.arraycopy(shard.parameters(chunk), 0, target, chunks.offset(chunk), chunks.length(chunk));
        }
    }
}
