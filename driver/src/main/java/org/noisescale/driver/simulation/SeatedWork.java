package org.noisescale.driver.simulation;

import java.util.Arrays;
import org.noisescale.driver.study.Asynchrony;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.noise.SquaredNorm;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.worker.dataset.BatchShares;

/**
 * The work of every rule whose updates are made of pushes in the order of their arrival: a worker adds up what its
 * virtual workers compute and takes the next seat of the round.
 *
 * <p>The server divides by what the pushes of an update count. With the convention of the mean that is their examples;
 * with that of the sum it is the whole batch, whatever the pushes are. To divide a learning rate by the staleness is to
 * multiply that count.
 */
final class SeatedWork implements Work {
    private final SimulationPlan plan;
    private final Asynchrony asynchrony;
    private final Gradients gradients;
    private final Parts parts;
    private final Shard shard;
    private final ChunkPlan chunks;
    private final BatchShares seats;
    private final float[] sum;
    private final float[] total;

    SeatedWork(SimulationPlan plan, Gradients gradients, Parts parts, Shard shard) {
        this.plan = plan;
        this.gradients = gradients;
        this.parts = parts;
        this.shard = shard;
        asynchrony = plan.synchronization().asynchrony();
        chunks = shard.plan().chunks();
        seats = new BatchShares(plan.training().batchSize(), plan.parts());
        sum = new float[chunks.layout().length()];
        total = new float[sum.length];
    }

    @Override
    public void push(PushPlace push, float[] read, Update update) {
        Arrays.fill(total, 0);
        gradients.place(read);
        long examples = 0;
        int first = push.worker() * plan.virtualWorkersEach();
        for (int i = 0; i < plan.virtualWorkersEach(); i++) {
            int count = gradients.examples(first + i);
            update.addGradient(count, gradients.sumInto(sum, push.turn(), first + i));
            add(count, update);
            examples += count;
        }
        shareStatistics();
        if (asynchrony.delayCompensation() > 0) {
            compensate(read, examples);
        }
        parts.offer(push.seat(), total, divisor(push, examples));
    }

    private void add(int count, Update update) {
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            int offset = chunks.offset(chunk);
            int piece = chunks.firstPiece(chunk);
            for (Piece part : chunks.pieces(chunk)) {
                double norm = SquaredNorm.of(sum, offset + part.from(), offset + part.to());
                update.addNorm(piece++, part.kind().isTrainable() ? norm / count : 0);
            }
        }
        for (int i = 0; i < sum.length; i++) {
            total[i] += sum[i];
        }
    }

    /** The server divides statistics by the number of pushes; each brings those of several virtual workers. */
    private void shareStatistics() {
        if (plan.virtualWorkersEach() == 1) {
            return;
        }
        forEachPiece(false, (from, to) -> {
            for (int i = from; i < to; i++) {
                total[i] /= plan.virtualWorkersEach();
            }
        });
    }

    /** With s = b·g: s ← s + (λ/b)·s ⊙ s ⊙ (θ − θ_read). */
    private void compensate(float[] read, long examples) {
        double factor = asynchrony.delayCompensation() / examples;
        forEachPiece(true, (from, to) -> {
            for (int i = from; i < to; i++) {
                int chunk = i / chunks.chunkLength();
                double drift = (double) shard.parameters(chunk)[i - chunks.offset(chunk)] - read[i];
                total[i] += (float) (factor * total[i] * total[i] * drift);
            }
        });
    }

    /** A range of the whole vector. */
    @FunctionalInterface
    private interface RangeAction {
        void apply(int from, int to);
    }

    private void forEachPiece(boolean trainable, RangeAction action) {
        chunks.layout().segments().stream()
                .filter(segment -> segment.kind().isTrainable() == trainable)
                .forEach(segment -> action.apply(segment.offset(), segment.end()));
    }

    private long divisor(PushPlace push, long examples) {
        long count = asynchrony.convention() == Asynchrony.Convention.SUM ? seats.share(push.seat()) : examples;
        return asynchrony.stalenessAware() ? count * Math.max(1, push.staleness()) : count;
    }
}
