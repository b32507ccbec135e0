package org.noisescale.parameterserver.shard;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.aggregation.ChunkReduction;
import org.noisescale.parameterserver.aggregation.ChunkSum;
import org.noisescale.parameterserver.aggregation.ChunkSumPool;
import org.noisescale.parameterserver.aggregation.ReductionPlan;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.ChunkPlan.Piece;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.optimizer.OptimizerChain;
import org.noisescale.parameterserver.optimizer.ParameterAverage;

/**
 * A contiguous range of the parameter vector with its optimizer state, as a state machine: a contribution goes in, and
 * when it was the last one of its chunk's round the chunk is updated at once, while it is in cache and while other
 * chunks are still arriving. Chunks are numbered as in the whole vector.
 *
 * <p>An optimizer that needs norms over whole segments makes chunks wait: once all of the shard's chunks have come so
 * far, their {@link #figures} can be told to the other shards, and when those of all other shards are in, the chunks go
 * on.
 *
 * <p>What goes in is checked before it changes anything; what is late, double or impossible changes nothing.
 */
public final class Shard {
    /** What became of what went in. */
    public enum Outcome {
        /** It counts; something else is still lacking. */
        ACCEPTED,
        /** It counts and was the last that some chunk lacked: {@link #pollCompleted} tells which. */
        COMPLETED,
        /** The same had arrived before. */
        DUPLICATE,
        /** Its round was over. */
        STALE,
        /** It is not one that this run's plan allows. */
        REFUSED
    }

    /** No chunk. */
    public static final int NONE = -1;

    /** The most examples that may stand behind one contribution; the sum over all virtual workers then fits a long. */
    public static final long EXAMPLES_MAX = 1L << 40;

    private final ShardPlan plan;
    private final ShardRange range;
    private final ReductionPlan reductionPlan;
    private final int[] workerOfNode;
    private final ChunkSumPool pool;
    private final Intake intake;
    private final ChunkState[] states;
    private final StepMeasurement measurement;
    private final StageSequence stages;
    private final ChunkUpdate update;
    private final @Nullable ParameterAverage average;
    private final BitSet completed = new BitSet();
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
        intake = new Intake(chunks.chunkLength(), chunks.piecesMax(), plan.tree());
        OptimizerChain optimizer = OptimizerChain.of(plan.optimizer(), chunks.layout());
        range = plan.range();
        states = new ChunkState[range.count()];
        for (int i = 0; i < states.length; i++) {
            states[i] = newChunk(range.firstChunk() + i, parameters, optimizer);
        }
        measurement = new StepMeasurement(chunks, range, parameters, plan.tree().hasGroups());
        stages = new StageSequence(plan, optimizer);
        average = plan.optimizer().isAveraged()
                ? ParameterAverage.of(plan.optimizer().averaging())
                : null;
        update = new ChunkUpdate(optimizer, plan.tree().virtualWorkers());
    }

    private ChunkState newChunk(int chunk, float[] parameters, OptimizerChain optimizer) {
        ChunkPlan chunks = plan.chunks();
        List<Piece> pieces = chunks.pieces(chunk);
        List<Integer> segments = pieces.stream().map(Piece::segment).toList();
        int offset = chunks.offset(chunk);
        float[] values = Arrays.copyOfRange(parameters, offset, offset + chunks.length(chunk));
        return new ChunkState(
                pieces,
                values,
                optimizer.newState(segments, values.length),
                () -> new ChunkReduction(reductionPlan, pool),
                plan.optimizer().isAveraged());
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

    /** Room for the shard's state, of version 0 and nothing but zeros. */
    public ShardState newState() {
        return new ShardState(
                Arrays.stream(states).mapToInt(ChunkState::valueCount).toArray());
    }

    /** How many values that takes. */
    public long stateValueCount() {
        return Arrays.stream(states).mapToLong(ChunkState::valueCount).sum();
    }

    /**
     * Copies the state between two steps; to be called when a step is complete and nothing of the next one is there.
     *
     * @param target what {@link #newState} of a shard with the same plan gave
     */
    public void copyInto(ShardState target) {
        for (int i = 0; i < states.length; i++) {
            if (states[i].version() != stepsCompleted) {
                throw new IllegalStateException("chunk " + (range.firstChunk() + i) + " is at version "
                        + states[i].version() + " while " + stepsCompleted + " steps are complete");
            }
            states[i].copyInto(target.chunk(i));
        }
        target.stamp(stepsCompleted);
    }

    /** Whether nothing of the next step is done yet, at most some of its gradients have arrived. */
    public boolean isBetweenSteps() {
        return stages.open() == 0 && stages.next() == 0;
    }

    /** Goes on from a state, in place of version 0; to be called before anything was offered. */
    public void restore(ShardState state) {
        requireShape(state);
        stepsCompleted = state.version();
        stages.restore(stepsCompleted);
        for (int i = 0; i < states.length; i++) {
            states[i].restore(state.chunk(i), stepsCompleted);
            measurement.observeStart(range.firstChunk() + i, states[i].parameters(), 0);
        }
    }

    private void requireShape(ShardState state) {
        boolean fits = state.chunkCount() == states.length;
        for (int i = 0; fits && i < states.length; i++) {
            fits = state.chunk(i).length == states[i].valueCount();
        }
        if (!fits) {
            throw new IllegalArgumentException("a state of " + state.chunkCount() + " chunks and " + state.valueCount()
                    + " values does not fit this shard of " + states.length + " chunks");
        }
    }

    /** The plan that the shard follows. */
    public ShardPlan plan() {
        return plan;
    }

    /** Takes a contribution. */
    public Outcome offer(Contribution contribution) {
        if (!isAllowed(contribution) || (contribution.isProbe() && plan.tree().groupSize() == 1)) {
            return Outcome.REFUSED;
        }
        ChunkState state = state(contribution.chunk());
        return switch (plan.policy().admit(contribution.step(), state.version())) {
            case STALE -> Outcome.STALE;
            case EARLY -> Outcome.REFUSED;
            case ADMIT -> isOpen(state) ? admit(state, contribution) : Outcome.REFUSED;
        };
    }

    /** Takes what another shard tells of its pieces. */
    public Outcome offer(Figures figures) {
        if (!stages.allows(figures) || figures.step() > stepsCompleted) {
            return Outcome.REFUSED;
        }
        if (figures.step() < stepsCompleted) {
            return Outcome.STALE;
        }
        if (!stages.take(figures)) {
            return Outcome.DUPLICATE;
        }
        return isChunkReady() ? Outcome.COMPLETED : Outcome.ACCEPTED;
    }

    /** A step begins when the one before is complete on the whole shard, since it is measured as a whole. */
    private boolean isOpen(ChunkState state) {
        return state.version() == stepsCompleted;
    }

    private boolean isAllowed(Contribution contribution) {
        int chunk = contribution.chunk();
        int node = contribution.node();
        if (!range.contains(chunk) || !reductionPlan.isInput(node)) {
            return false;
        }
        int norms =
                plan.tree().normsPerPiece(node) * plan.chunks().pieces(chunk).size();
        return workerOfNode[node] == contribution.worker()
                && contribution.examples() > 0
                && contribution.examples() <= EXAMPLES_MAX
                && contribution.valueCount() == plan.chunks().length(chunk)
                && contribution.normCount() == norms;
    }

    private Outcome admit(ChunkState state, Contribution contribution) {
        ChunkReduction reduction = state.reductionOf(contribution);
        if (reduction.hasReceived(contribution.node())) {
            return Outcome.DUPLICATE;
        }
        ChunkReduction.Outcome outcome = take(state.pieces(), reduction, contribution);
        if (outcome != ChunkReduction.Outcome.COMPLETED) {
            return Outcome.ACCEPTED;
        }
        ChunkSum sum = reduction.takeCompleted();
        if (contribution.isProbe()) {
            state.keepProbe(sum);
            return Outcome.ACCEPTED;
        }
        int chunk = contribution.chunk();
        state.keep(sum);
        measureProbe(state, chunk);
        update.begin(state, chunk, measurement);
        pass(chunk);
        return isChunkReady() ? Outcome.COMPLETED : Outcome.ACCEPTED;
    }

    /** Before the sum becomes an update; the probe is used up by that. */
    private void measureProbe(ChunkState state, int chunk) {
        measurement.beginChunk(chunk);
        ChunkSum probe = state.takeProbe();
        if (probe != null) {
            measurement.observeProbe(chunk, state.sum(), probe);
            pool.giveBack(probe);
        }
    }

    private boolean isChunkReady() {
        return !completed.isEmpty() || stages.canPass();
    }

    /**
     * A chunk that has a new version, so that its parameters can be sent, or {@link #NONE}; each is told once. Chunks
     * that waited for figures go on here, one after the other, so that each is sent while it is in cache.
     */
    public int pollCompleted() {
        while (completed.isEmpty() && stages.canPass()) {
            int chunk = range.firstChunk() + stages.next();
            update.proceed(state(chunk), stages.open(), stages.factors());
            pass(chunk);
        }
        int position = completed.nextSetBit(0);
        if (position < 0) {
            return NONE;
        }
        completed.clear(position);
        return range.firstChunk() + position;
    }

    /** A chunk is through the open stage: it is updated, or its figures for the next stage are taken. */
    private void pass(int chunk) {
        ChunkState state = state(chunk);
        if (stages.isLast()) {
            update.finish(state, chunk, measurement);
            pool.giveBack(state.advance());
            if (average != null) {
                average.apply(state.average(), state.parameters(), state.version());
            }
            completed.set(chunk - range.firstChunk());
            stepsCompleted += measurement.isComplete() ? 1 : 0;
        } else {
            stages.measure(chunk, state.sum(), measurement);
        }
        stages.pass();
    }

    /** Adds straight to what waits beside the contribution's node; otherwise the contribution waits itself. */
    private ChunkReduction.Outcome take(List<Piece> pieces, ChunkReduction reduction, Contribution contribution) {
        ChunkSum waiting = reduction.waitingBeside(contribution.node());
        if (waiting != null) {
            intake.add(contribution, pieces, waiting);
            return reduction.offerAdded(contribution.node());
        }
        ChunkSum sum = pool.take();
        intake.load(contribution, pieces, sum);
        return reduction.offer(contribution.node(), sum);
    }

    /** For how many stages of all steps so far the shard's own figures can be told to the others. */
    public long figuresMeasured() {
        return stages.measured();
    }

    /** How many stages of each step begin with figures of all shards. */
    public int figuresPerStep() {
        return stages.count() - 1;
    }

    /** The figures that a stage, 1 for the first that needs any, begins with; the shard's own until the next step. */
    public StageFigures figures(int stage) {
        return stages.figures(stage);
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

    /** The average of a chunk's parameters over its versions, or the parameters where none is kept; to be read only. */
    public float[] average(int chunk) {
        return state(chunk).average();
    }

    /** What is known of the last step that all chunks completed. */
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

    /** The shards whose figures are awaited, once the shard's own are there. */
    public SortedSet<Integer> missingShards() {
        return stages.missingShards();
    }

    private ChunkState state(int chunk) {
        return states[chunk - range.firstChunk()];
    }
}
