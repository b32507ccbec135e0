package org.noisescale.driver.bench;

import java.util.List;
import java.util.Random;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ChunkReduction;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.aggregation.ChunkSumPool;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.shard.Contribution;
import org.noisescale.parameterserver.shard.Intake;

/** Brings the gradients of all workers into the sum of each chunk, with the loops that the shards use. */
final class SumPass implements KernelPass {
    private static final float GRADIENT_SIZE = 1e-2f;

    private final SumKernel kernel;
    private final Gradient[][] gradients;
    private final List<Piece> pieces;
    private final ReductionPlan plan;
    private final ChunkSumPool pool;
    private final ChunkReduction reduction;
    private final Intake intake;

    SumPass(SumKernel kernel, int chunkCount, int chunkLength) {
        this.kernel = kernel;
        pieces = List.of(new Piece(0, 0, chunkLength, Segment.Kind.WEIGHT));
        plan = ReductionPlan.ofServer(new AggregationTree(kernel.workers()), kernel.workers());
        pool = new ChunkSumPool(chunkLength, pieces.size());
        reduction = new ChunkReduction(plan, pool);
        intake = new Intake(chunkLength, pieces.size(), plan.tree());
        gradients = new Gradient[chunkCount][kernel.workers()];
        Random random = new Random(1);
        for (Gradient[] ofChunk : gradients) {
            for (int i = 0; i < ofChunk.length; i++) {
                // Those that are summed first do not come one after the other.
                int node = plan.inputs().get(i / 2 + i % 2 * (ofChunk.length / 2));
                float[] values = OptimizerPass.gaussian(random, chunkLength, GRADIENT_SIZE);
                ofChunk[i] = new Gradient(node, values, !kernel.measured());
            }
        }
    }

    @Override
    public float run() {
        float result = 0;
        for (Gradient[] ofChunk : gradients) {
            ChunkSum sum = kernel.order() == SumKernel.Order.FIXED ? inFixedOrder(ofChunk) : asTheyArrive(ofChunk);
            result += sum.values()[0];
            pool.giveBack(sum);
        }
        return result;
    }

    private ChunkSum inFixedOrder(Gradient[] ofChunk) {
        for (Gradient gradient : ofChunk) {
            ChunkSum waiting = reduction.waitingBeside(gradient.node());
            if (waiting == null) {
                reduction.offer(gradient.node(), load(gradient));
            } else {
                intake.add(gradient, pieces, waiting);
                reduction.offerAdded(gradient.node());
            }
        }
        ChunkSum sum = reduction.takeCompleted();
        reduction.restart();
        return sum;
    }

    private ChunkSum asTheyArrive(Gradient[] ofChunk) {
        ChunkSum sum = load(ofChunk[0]);
        for (int i = 1; i < ofChunk.length; i++) {
            intake.add(ofChunk[i], pieces, sum);
        }
        return sum;
    }

    private ChunkSum load(Gradient gradient) {
        ChunkSum sum = pool.take();
        intake.load(gradient, pieces, sum);
        return sum;
    }

    /** A worker's gradient for one chunk, which brings its norm along or leaves it to the shard. */
    private static final class Gradient implements Contribution {
        private final int node;
        private final float[] values;
        private final boolean bringsNorm;

        Gradient(int node, float[] values, boolean bringsNorm) {
            this.node = node;
            this.values = values;
            this.bringsNorm = bringsNorm;
        }

        @Override
        public int worker() {
            return 0;
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public int chunk() {
            return 0;
        }

        @Override
        public int node() {
            return node;
        }

        @Override
        public long examples() {
            return 1;
        }

        @Override
        public int valueCount() {
            return values.length;
        }

        @Override
        public void valuesInto(float[] target) {
            System.arraycopy(values, 0, target, 0, values.length);
        }

        @Override
        public void valuesInto(int from, float[] target, int targetFrom, int count) {
            System.arraycopy(values, from, target, targetFrom, count);
        }

        @Override
        public int normCount() {
            return bringsNorm ? 1 : 0;
        }

        @Override
        public void normsInto(double[] target) {
            target[0] = 1;
        }
    }
}
