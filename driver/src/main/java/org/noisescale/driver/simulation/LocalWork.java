package org.noisescale.driver.simulation;

import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.shard.LocalShard;
import org.noisescale.parameterserver.shard.Parts;

/**
 * The work of local SGD: from the parameters that it read a worker takes steps with an optimizer of its own, whose
 * memory stays with it, and pushes the way back, θ_read − θ.
 */
final class LocalWork implements Work {
    private final SimulationPlan plan;
    private final Gradients gradients;
    private final Parts parts;
    private final List<LocalShard> own = new ArrayList<>();
    private final float[] present;
    private final float[] sum;

    LocalWork(SimulationPlan plan, Gradients gradients, Parts parts, ChunkPlan chunks) {
        this.plan = plan;
        this.gradients = gradients;
        this.parts = parts;
        present = new float[chunks.layout().length()];
        sum = new float[present.length];
        float[] initial = plan.objective().initialModel().parameters();
        for (int worker = 0; worker < plan.workers(); worker++) {
            own.add(new LocalShard(chunks, plan.virtualWorkersEach(), plan.localOptimizer(), initial));
        }
    }

    @Override
    public void push(PushPlace push, float[] read, Update update) {
        LocalShard mine = own.get(push.worker());
        mine.begin(read);
        int steps = plan.synchronization().policy().localSteps(push.turn());
        long examples = 0;
        double loss = 0;
        for (int step = 0; step < steps; step++) {
            mine.copyInto(present);
            gradients.place(present);
            VirtualWorkerRange range = VirtualWorkerRange.of(push.worker(), plan.workers(), plan.virtualWorkers());
            for (int i = 0; i < range.count(); i++) {
                int count = gradients.examples(range.first() + i);
                loss += gradients.sumInto(sum, mine.steps(), range.first() + i);
                mine.offer(i, sum, count);
                examples += count;
            }
            mine.step();
        }
        update.addGradient(examples, loss);
        pushWay(push, read, mine, update);
    }

    private void pushWay(PushPlace push, float[] read, LocalShard mine, Update update) {
        mine.copyInto(present);
        for (int i = 0; i < present.length; i++) {
            present[i] = read[i] - present[i];
        }
        update.addWay(SquaredNorm.of(present, 0, present.length));
        parts.offer(push.seat(), present, 1);
    }
}
