package org.noisescale.parameterserver.shard;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ChunkReduction;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.aggregation.ChunkSumPool;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.optimizer.OptimizerChain;

/**
 * A contiguous range of the parameter vector with its optimizer state, as a state machine: a contribution goes in, and
 * when it was the last one of its chunk's round the chunk is updated at once, while it is in cache and while other
 * chunks are still arriving. Chunks are numbered as in the whole vector.
 *
 * <p>A contribution is checked before it changes anything; one that is late, double or impossible changes nothing.
 */
public final class Shard {
    /** What became of a contribution. */
    public enum Outcome {
        /** It counts; its chunk still lacks others. */
        ACCEPTED,
        /** It completed its chunk, which now has a new version. */
        COMPLETED,
        /** The same contribution had arrived before. */
        DUPLICATE,
        /** Its round was over. */
        STALE,
        /** It is not one that this run's plan allows. */
        REFUSED
    }

    /** The most examples that may stand behind one contribution; the sum over all virtual workers then fits a long. */
    public static final long EXAMPLES_MAX = 1L << 40;

    private final ShardPlan plan;
    private final ReductionPlan reductionPlan;
    private final int[] workerOfNode;
    private final ChunkSumPool pool;
    private final ChunkState[] states;
    private final StepMeasurement measurement;
    private final ChunkUpdate update;
    private long stepsCompleted;

    /**
     * A shard at version 0.
     *
     * @param parameters the whole initial parameter vector, of which the shard copies its range
     */
    public Shard(ShardPlan plan, float[] parameters) {
        this.plan = plan;
        ChunkPlan chunks = plan.chunks();
        if (parameters.length != chunks.layout().length()) {
            throw new IllegalArgumentException("the layout has "
                    + chunks.layout().length() + " parameters, the initial vector had " + parameters.length);
        }
        reductionPlan = ReductionPlan.ofServer(plan.tree(), plan.workers());
        workerOfNode = workersOfNodes(plan.tree(), plan.workers());
        pool = new ChunkSumPool(chunks.chunkLength(), chunks.piecesMax());
        OptimizerChain optimizer = OptimizerChain.of(plan.optimizer());
        states = new ChunkState[plan.range().count()];
        for (int i = 0; i < states.length; i++) {
            int chunk = plan.range().firstChunk() + i;
            float[] values =
                    Arrays.copyOfRange(parameters, chunks.offset(chunk), chunks.offset(chunk) + chunks.length(chunk));
            states[i] =
                    new ChunkState(values, optimizer.newSlots(values.length), new ChunkReduction(reductionPlan, pool));
        }
        measurement = new StepMeasurement(chunks, plan.range());
        update = new ChunkUpdate(optimizer, plan.tree().virtualWorkers());
    }

    private static int[] workersOfNodes(AggregationTree tree, int workers) {
        int[] owner = new int[tree.nodeLimit()];
        Arrays.fill(owner, -1);
        for (int rank = 0; rank < workers; rank++) {
            for (int node : tree.cover(VirtualWorkerRange.of(rank, workers, tree.virtualWorkers()))) {
                owner[node] = rank;
            }
        }
        return owner;
    }

    /** The plan that the shard follows. */
    public ShardPlan plan() {
        return plan;
    }

    /** Takes a contribution; after COMPLETED the chunk's new parameters can be sent. */
    public Outcome offer(Contribution contribution) {
        if (!isAllowed(contribution)) {
            return Outcome.REFUSED;
        }
        ChunkState state = state(contribution.chunk());
        return switch (plan.policy().admit(contribution.step(), state.version())) {
            case STALE -> Outcome.STALE;
            case EARLY -> Outcome.REFUSED;
            case ADMIT -> isOpen(state) ? admit(state, contribution) : Outcome.REFUSED;
        };
    }

    /** A step begins when the one before is complete on the whole shard, since it is measured as a whole. */
    private boolean isOpen(ChunkState state) {
        return state.version() == stepsCompleted;
    }

    private boolean isAllowed(Contribution contribution) {
        int chunk = contribution.chunk();
        int node = contribution.node();
        if (!plan.range().contains(chunk) || !reductionPlan.isInput(node)) {
            return false;
        }
        int norms = plan.tree().virtualWorkerCount(node) == 1
                ? 0
                : plan.chunks().pieces(chunk).size();
        return workerOfNode[node] == contribution.worker()
                && contribution.examples() > 0
                && contribution.examples() <= EXAMPLES_MAX
                && contribution.valueCount() == plan.chunks().length(chunk)
                && contribution.normCount() == norms;
    }

    private Outcome admit(ChunkState state, Contribution contribution) {
        if (state.reduction().hasReceived(contribution.node())) {
            return Outcome.DUPLICATE;
        }
        ChunkReduction.Outcome outcome = state.reduction().offer(contribution.node(), load(contribution));
        if (outcome != ChunkReduction.Outcome.COMPLETED) {
            return Outcome.ACCEPTED;
        }
        int chunk = contribution.chunk();
        ChunkSum sum = state.reduction().takeCompleted();
        measurement.observe(chunk, sum);
        update.apply(state, sum, plan.chunks().pieces(chunk));
        pool.giveBack(sum);
        state.reduction().restart();
        stepsCompleted += measurement.isComplete() ? 1 : 0;
        return Outcome.COMPLETED;
    }

    private ChunkSum load(Contribution contribution) {
        List<Piece> pieces = plan.chunks().pieces(contribution.chunk());
        ChunkSum sum = pool.take();
        sum.describe(contribution.valueCount(), pieces.size(), contribution.examples());
        contribution.valuesInto(sum.values());
        if (contribution.normCount() == 0) {
            sum.measure(pieces);
        } else {
            contribution.normsInto(sum.weightedSquaredNorms());
        }
        return sum;
    }

    /** How many updates every chunk of the shard has had. */
    public long stepsCompleted() {
        return stepsCompleted;
    }

    /** How many updates a chunk has had. */
    public long version(int chunk) {
        return state(chunk).version();
    }

    /** The parameters of a chunk; shared, to be read only. */
    public float[] parameters(int chunk) {
        return state(chunk).parameters();
    }

    /** What the meter needs of the last step that all chunks completed. */
    public StepMeasurement measurement() {
        return measurement;
    }

    /** Ranks of the workers that some chunk still waits for. */
    public SortedSet<Integer> missingWorkers() {
        SortedSet<Integer> missing = new TreeSet<>();
        for (ChunkState state : states) {
            for (int node : reductionPlan.inputs()) {
                if (isOpen(state) && !state.reduction().hasReceived(node)) {
                    missing.add(workerOfNode[node]);
                }
            }
        }
        return missing;
    }

    private ChunkState state(int chunk) {
        return states[chunk - plan.range().firstChunk()];
    }
}
