package org.noisescale.parameterserver.client;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.noisescale.parameterserver.aggregation.ChunkReduction;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.aggregation.ChunkSumPool;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.protocol.FloatBytes;
import org.noisescale.parameterserver.protocol.FrameSink;
import org.noisescale.parameterserver.protocol.WorkerPublisher;

/**
 * Pushes the gradients of a worker's virtual workers. What stands alone in the aggregation tree goes straight from the
 * model's memory to the shard; what belongs to a subtree that the worker owns is added here first, in the same tree,
 * and only its root travels.
 */
final class GradientPusher {
    private static final double[] NO_NORMS = {};

    private final ChunkPlan chunks;
    private final int[] order;
    private final ReductionPlan plan;
    private final ChunkSumPool pool;
    private final ChunkReduction[] reductions;
    private final BitSet pushed = new BitSet();
    private final UnsafeBuffer gradient;
    private final UnsafeBuffer scratch;
    private final WorkerPublisher publisher;
    private final List<? extends FrameSink> sinkOfChunk;
    private long bytesSent;
    private boolean probing;

    GradientPusher(
            ShardDivision division,
            ReductionPlan plan,
            UnsafeBuffer gradient,
            WorkerPublisher publisher,
            List<? extends FrameSink> sinkOfChunk) {
        chunks = division.chunks();
        order = division.inTurn();
        this.plan = plan;
        this.gradient = gradient;
        this.publisher = publisher;
        this.sinkOfChunk = sinkOfChunk;
        scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(chunks.chunkLength() * Float.BYTES));
        pool = new ChunkSumPool(chunks.chunkLength(), chunks.piecesMax());
        reductions = new ChunkReduction[chunks.chunkCount()];
        for (int chunk = 0; chunk < reductions.length; chunk++) {
            reductions[chunk] = new ChunkReduction(plan, pool);
        }
    }

    /** Begins a step: nothing of it is there yet. */
    void restart() {
        pushed.clear();
        for (ChunkReduction reduction : reductions) {
            reduction.restart();
        }
    }

    /**
     * The same for a gradient that is measured only; those of all its virtual workers are pushed before the first of
     * the step's own.
     */
    void pushProbe(long step, int virtualWorker, long examples) {
        probing = true;
        push(step, virtualWorker, examples);
        probing = false;
        if (pushed.cardinality() == plan.inputs().size()) {
            restart();
        }
    }

    /** Pushes, or keeps until its subtree is whole, the gradient sum of one virtual worker over {@code examples}. */
    void push(long step, int virtualWorker, long examples) {
        requireNew(virtualWorker);
        if (examples < 1) {
            throw new IllegalArgumentException(
                    "examples of virtual worker " + virtualWorker + " must be at least 1, was " + examples);
        }
        int leaf = plan.tree().leaf(virtualWorker);
        int alone = climbAlone(leaf);
        for (int chunk : order) {
            if (plan.isOutput(alone)) {
                send(step, chunk, alone, examples);
            } else {
                add(step, chunk, leaf, examples);
            }
        }
    }

    private void requireNew(int virtualWorker) {
        if (virtualWorker < 0
                || virtualWorker >= plan.tree().virtualWorkers()
                || !plan.isInput(plan.tree().leaf(virtualWorker))) {
            throw new IllegalArgumentException("virtual worker " + virtualWorker + " is served by another worker");
        }
        if (pushed.get(virtualWorker)) {
            throw new IllegalStateException("virtual worker " + virtualWorker + " was pushed already in this step");
        }
        pushed.set(virtualWorker);
    }

    /** The greatest node of this worker that stands for the leaf's virtual worker alone. */
    private int climbAlone(int leaf) {
        int node = leaf;
        while (!plan.isOutput(node) && plan.tree().virtualWorkerCount(node >> 1) == 1) {
            node >>= 1;
        }
        return node;
    }

    /** How many bytes of gradients were sent so far. */
    long bytesSent() {
        return bytesSent;
    }

    private void send(long step, int chunk, int node, long examples) {
        bytesSent += byteLength(chunk);
        message(step, chunk, node, examples)
                .send(sinkOfChunk.get(chunk), NO_NORMS, 0, gradient, byteOffset(chunk), byteLength(chunk));
    }

    private void add(long step, int chunk, int leaf, long examples) {
        ChunkSum sum = pool.take();
        sum.describe(chunks.pieces(chunk), examples);
        FloatBytes.read(gradient, byteOffset(chunk), sum.values(), chunks.length(chunk));
        sum.measure();
        if (reductions[chunk].offer(leaf, sum) == ChunkReduction.Outcome.COMPLETED) {
            sendCompleted(step, chunk);
        }
    }

    private void sendCompleted(long step, int chunk) {
        ChunkReduction reduction = reductions[chunk];
        ChunkSum sum = reduction.takeCompleted();
        FloatBytes.write(scratch, 0, sum.values(), sum.length());
        bytesSent += byteLength(chunk);
        message(step, chunk, reduction.completedNode(), sum.examples())
                .send(
                        sinkOfChunk.get(chunk),
                        sum.weightedSquaredNorms(),
                        sum.pieceCount() * plan.tree().normsPerPiece(reduction.completedNode()),
                        scratch,
                        0,
                        byteLength(chunk));
        pool.giveBack(sum);
    }

    private WorkerPublisher message(long step, int chunk, int node, long examples) {
        WorkerPublisher message = publisher.contribution(step, chunk, node, examples);
        return probing ? message.asProbe() : message;
    }

    private int byteOffset(int chunk) {
        return chunks.offset(chunk) * Float.BYTES;
    }

    private int byteLength(int chunk) {
        return chunks.length(chunk) * Float.BYTES;
    }
}
