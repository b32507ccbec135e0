package org.noisescale.parameterserver.aggregation;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds the contributions for one chunk in the fixed tree of its plan, each exactly once, in any order of arrival. Each
 * contribution climbs from its node towards an output as long as its sibling is there or cannot come.
 *
 * <p>Cost: one addition of the chunk's length for each contribution but the first of a pair; no allocation.
 */
public final class ChunkReduction {
    /** What became of an offered contribution. */
    public enum Outcome {
        /** It is kept or added; its output node still lacks another. */
        ACCEPTED,
        /** It was the last one below an output node; {@link #takeCompleted()} has the sum. */
        COMPLETED,
        /** It had been there already; nothing changed and the buffer stays with the caller. */
        DUPLICATE
    }

    private final ReductionPlan plan;
    private final ChunkSumPool pool;
    private final @Nullable ChunkSum[] pending;
    private final BitSet received;
    private @Nullable ChunkSum completed;
    private int completedNode;

    /** A reduction that waits for all inputs of the plan; sums that were added into others go back to the pool. */
    public ChunkReduction(ReductionPlan plan, ChunkSumPool pool) {
        this.plan = plan;
        this.pool = pool;
        pending = new ChunkSum[plan.slotCount()];
        received = new BitSet(plan.inputs().size());
    }

    /** Whether the contribution for an input node is there already. */
    public boolean hasReceived(int node) {
        return received.get(plan.inputPosition(node));
    }

    /**
     * Takes the contribution for an input node of the plan; unless it is a duplicate the buffer now belongs to the
     * reduction. A completed sum must be taken before the next offer.
     */
    public Outcome offer(int input, ChunkSum contribution) {
        if (hasReceived(input)) {
            return Outcome.DUPLICATE;
        }
        received.set(plan.inputPosition(input));
        return climb(input, contribution);
    }

    /**
     * The sum that waits beside an input node, or null. Whoever holds a contribution for that node, and knows that it
     * is none that was there, may add it to this sum and call {@link #offerAdded}, which spares a copy.
     */
    public @Nullable ChunkSum waitingBeside(int input) {
        int sibling = input ^ 1;
        return plan.isOutput(input) || !plan.tree().exists(sibling) ? null : pending[plan.slot(sibling)];
    }

    /** The contribution for an input node has been added to the sum that waited beside it. */
    public Outcome offerAdded(int input) {
        ChunkSum sum = waitingBeside(input);
        if (sum == null || hasReceived(input)) {
            throw new IllegalStateException("nothing waits beside node " + input);
        }
        received.set(plan.inputPosition(input));
        pending[plan.slot(input ^ 1)] = null;
        if (plan.tree().isGroup(input >> 1)) {
            sum.measureGroup();
        }
        return climb(input >> 1, sum);
    }

    private Outcome climb(int from, ChunkSum contribution) {
        int node = from;
        while (!plan.isOutput(node)) {
            int sibling = node ^ 1;
            if (plan.tree().exists(sibling)) {
                ChunkSum other = pending[plan.slot(sibling)];
                if (other == null) {
                    pending[plan.slot(node)] = contribution;
                    return Outcome.ACCEPTED;
                }
                contribution.add(other);
                pending[plan.slot(sibling)] = null;
                pool.giveBack(other);
            }
            node >>= 1;
            if (plan.tree().isGroup(node) && plan.tree().exists(sibling)) {
                contribution.measureGroup();
            }
        }
        completed = contribution;
        completedNode = node;
        return Outcome.COMPLETED;
    }

    /** The output node of the last completed sum. */
    public int completedNode() {
        return completedNode;
    }

    /** Hands over the last completed sum; give it back to the pool when it is no longer needed. */
    public ChunkSum takeCompleted() {
        ChunkSum sum = completed;
        if (sum == null) {
            throw new IllegalStateException("no sum is complete");
        }
        completed = null;
        return sum;
    }

    /** Begins the next round: every input is expected anew, and what a round that was given up left behind is gone. */
    public void restart() {
        received.clear();
        for (int slot = 0; slot < pending.length; slot++) {
            ChunkSum left = pending[slot];
            if (left != null) {
                pending[slot] = null;
                pool.giveBack(left);
            }
        }
    }
}
