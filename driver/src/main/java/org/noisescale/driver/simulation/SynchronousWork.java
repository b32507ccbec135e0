package org.noisescale.driver.simulation;

import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.shard.Parts;

/**
 * The work of bsp: every virtual worker's sum goes to its own leaf, so that the update has the bits of a real run with
 * the same virtual workers.
 */
final class SynchronousWork implements Work {
    private final SimulationPlan plan;
    private final Gradients gradients;
    private final Parts parts;
    private final float[] sum;

    SynchronousWork(SimulationPlan plan, Gradients gradients, Parts parts, int length) {
        this.plan = plan;
        this.gradients = gradients;
        this.parts = parts;
        sum = new float[length];
    }

    @Override
    public void push(PushPlace push, float[] read, Update update) {
        VirtualWorkerRange range = VirtualWorkerRange.of(push.worker(), plan.workers(), plan.virtualWorkers());
        gradients.place(read);
        for (int virtualWorker = range.first(); virtualWorker < range.end(); virtualWorker++) {
            int examples = gradients.examples(virtualWorker);
            update.setGradient(virtualWorker, examples, gradients.sumInto(sum, push.turn(), virtualWorker));
            parts.offer(virtualWorker, sum, examples);
        }
    }
}
