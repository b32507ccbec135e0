package org.noisescale.parameterserver.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ChunkReduction;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.aggregation.ChunkSumPool;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ShardDivision;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;

/** Shards and the aggregation of their workers, in one thread and without messages. */
public final class Cluster {
    private final ChunkPlan chunks;
    private final AggregationTree tree;
    private final int workers;
    private final List<Shard> shards;
    private final long[] told;

    /** All shards at zero parameters. */
    public Cluster(ChunkPlan chunks, int virtualWorkers, int workers, int shardCount, OptimizerPlan optimizer) {
        this(chunks, new AggregationTree(virtualWorkers), workers, shardCount, optimizer);
    }

    /** The same for virtual workers that form groups. */
    public Cluster(ChunkPlan chunks, AggregationTree tree, int workers, int shardCount, OptimizerPlan optimizer) {
        this.chunks = chunks;
        this.workers = workers;
        this.tree = tree;
        told = new long[shardCount];
        shards = IntStream.range(0, shardCount)
                .mapToObj(shard -> new ShardPlan(
                        new ShardDivision(chunks, shardCount),
                        shard,
                        tree,
                        workers,
                        optimizer,
                        new BulkSynchronousPolicy()))
                .map(plan -> new Shard(plan, new float[chunks.layout().length()]))
                .toList();
    }

    /** The shards in order. */
    public List<Shard> shards() {
        return shards;
    }

    /** Begins with the steps that the shards have been restored to. */
    void begin() {
        for (int shard = 0; shard < told.length; shard++) {
            told[shard] = shards.get(shard).figuresMeasured();
        }
    }

    /** What all workers push in a step, given the gradient sums and counts by virtual worker. */
    public List<Push> pushes(long step, float[][] gradients, long[] examples) {
        List<Push> pushes = new ArrayList<>();
        for (int rank = 0; rank < workers; rank++) {
            for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
                addPushes(new Push.Address(rank, step, chunk, 0), gradients, examples, pushes);
            }
        }
        return pushes;
    }

    private void addPushes(Push.Address address, float[][] gradients, long[] examples, List<Push> pushes) {
        VirtualWorkerRange range = VirtualWorkerRange.of(address.worker(), workers, tree.virtualWorkers());
        ChunkSumPool pool = new ChunkSumPool(chunks.chunkLength(), chunks.piecesMax());
        ChunkReduction reduction = new ChunkReduction(ReductionPlan.ofWorker(tree, range), pool);
        int chunk = address.chunk();
        for (int v = range.first(); v < range.end(); v++) {
            ChunkSum sum = pool.take();
            sum.describe(chunks.pieces(chunk), examples[v]);
            System.arraycopy(gradients[v], chunks.offset(chunk), sum.values(), 0, chunks.length(chunk));
            sum.measure();
            if (reduction.offer(tree.leaf(v), sum) == ChunkReduction.Outcome.COMPLETED) {
                pushes.add(push(address, reduction.completedNode(), reduction.takeCompleted()));
            }
        }
    }

    private Push push(Push.Address address, int node, ChunkSum sum) {
        int norms = tree.normsPerPiece(node) * sum.pieceCount();
        return Push.of(
                new Push.Address(address.worker(), address.step(), address.chunk(), node),
                sum.examples(),
                Arrays.copyOf(sum.values(), sum.length()),
                Arrays.copyOf(sum.weightedSquaredNorms(), norms));
    }

    /** Hands a push to the shard that owns its chunk, and to all shards what follows from it. */
    public Shard.Outcome offer(Push push) {
        Shard.Outcome outcome = owner(push.chunk()).offer(push);
        for (Shard shard : shards) {
            drain(shard);
        }
        return outcome;
    }

    /** Lets completed chunks go; figures reach every other shard at once. */
    private void drain(Shard shard) {
        int chunk;
        do {
            chunk = shard.pollCompleted();
        } while (chunk != Shard.NONE);
        int own = shard.plan().shard();
        while (told[own] < shard.figuresMeasured()) {
            Tidings tidings = Tidings.next(shard, told[own]++);
            shards.stream().filter(other -> other != shard).forEach(other -> {
                other.offer(tidings);
                drain(other);
            });
        }
    }

    /** The shard that owns a chunk. */
    Shard owner(int chunk) {
        return shards.stream()
                .filter(shard -> shard.plan().range().contains(chunk))
                .findFirst()
                .orElseThrow();
    }

    /** All parameters as one vector. */
    public float[] parameters() {
        float[] parameters = new float[chunks.layout().length()];
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            float[] values = owner(chunk).parameters(chunk);
            System.arraycopy(values, 0, parameters, chunks.offset(chunk), values.length);
        }
        return parameters;
    }

    /** All averages as one vector. */
    float[] average() {
        float[] average = new float[chunks.layout().length()];
        for (int chunk = 0; chunk < chunks.chunkCount(); chunk++) {
            float[] values = owner(chunk).average(chunk);
            System.arraycopy(values, 0, average, chunks.offset(chunk), values.length);
        }
        return average;
    }

    /** What the shards measured of the last step, one row for each piece of the vector. */
    List<List<Double>> measurement() {
        List<List<Double>> rows = new ArrayList<>();
        for (Shard shard : shards) {
            StepMeasurement measured = shard.measurement();
            for (int piece = 0; piece < measured.pieceCount(); piece++) {
                rows.add(List.of(
                        (double) measured.examples(),
                        measured.weightedSquaredNorm(piece),
                        measured.squaredNorm(piece),
                        measured.updateProduct(piece),
                        measured.updateSquaredNorm(piece),
                        measured.parameterSquaredNorm(piece)));
            }
        }
        return rows;
    }
}
