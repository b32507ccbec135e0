package org.noisescale.driver.simulation;

import org.noisescale.parameterserver.aggregation.PushSum;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.shard.Parts;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.StaleCorrection;
import org.noisescale.parameterserver.synchronization.Seating;

/**
 * The work of every rule whose updates are made of pushes in the order of their arrival: a worker adds up what its
 * virtual workers compute and takes the next seat of the round.
 */
final class SeatedWork implements Work {
    private final SimulationPlan plan;
    private final Seating seating;
    private final Gradients gradients;
    private final Parts parts;
    private final StaleCorrection correction;
    private final int pieces;
    private final float[] sum;
    private final PushSum total;

    SeatedWork(SimulationPlan plan, Gradients gradients, Parts parts, Shard shard) {
        this.plan = plan;
        this.gradients = gradients;
        this.parts = parts;
        seating = plan.seating();
        correction = new StaleCorrection(shard, seating.asynchrony().delayCompensation());
        ChunkPlan chunks = shard.plan().chunks();
        pieces = chunks.pieceCount();
        sum = new float[chunks.layout().length()];
        total = new PushSum(chunks);
    }

    @Override
    public void push(PushPlace push, float[] read, Update update) {
        total.clear();
        gradients.place(read);
        int first = push.worker() * plan.virtualWorkersEach();
        for (int i = 0; i < plan.virtualWorkersEach(); i++) {
            int count = gradients.examples(first + i);
            update.addGradient(count, gradients.sumInto(sum, push.turn(), first + i));
            total.add(sum, count);
        }
        total.complete();
        for (int piece = 0; piece < pieces; piece++) {
            update.addNorm(piece, total.weightedSquaredNorm(piece));
        }
        if (seating.compensates()) {
            correction.apply(total.values(), read, total.examples());
        }
        correction.weigh(total.values(), seating.weight(plan.parts(), push.staleness()));
        parts.offer(
                push.seat(),
                total.values(),
                seating.divisor(push.seat(), plan.parts(), total.examples(), push.staleness()));
    }
}
