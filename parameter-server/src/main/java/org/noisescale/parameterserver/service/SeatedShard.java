package org.noisescale.parameterserver.service;

import java.util.Arrays;
import java.util.BitSet;
import org.noisescale.parameterserver.shard.Parts;
import org.noisescale.parameterserver.shard.Shard;
import org.noisescale.parameterserver.shard.StaleCorrection;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.Seating;
import org.noisescale.parameterserver.synchronization.Synchronizer;

/**
 * A shard with the rule of the run: pushes are dealt with one after the other, in an order that is the same on all
 * shards, so that what the rule makes of it is the same on all of them without a word.
 */
final class SeatedShard {
    private final Shard shard;
    private final Synchronizer synchronizer;
    private final Seating seating;
    private final int quorum;
    private final Parts parts;
    private final StaleCorrection correction;
    private final PendingPush[] pushes;
    private final ReadCopies copies;
    private final float[] read;
    private final double[] norms;
    private final BitSet cancelled = new BitSet();
    private boolean updating;

    SeatedShard(ServerPlan plan, Shard shard) {
        this.shard = shard;
        int workers = plan.parties().workers();
        synchronizer = new Synchronizer(plan.rules().synchronization(), workers);
        quorum = plan.rules().synchronization().quorum(workers);
        seating = plan.rules().seating();
        parts = new Parts(shard);
        correction = new StaleCorrection(shard, seating.asynchrony().delayCompensation());
        copies = new ReadCopies(shard, workers);
        pushes = new PendingPush[workers];
        for (int worker = 0; worker < workers; worker++) {
            pushes[worker] = new PendingPush(shard.plan(), seating.normed());
        }
        read = new float[seating.compensates() ? pushes[0].values().length : 0];
        norms = new double[shard.measurement().pieceCount()];
    }

    ReadCopies copies() {
        return copies;
    }

    /** What a worker has pushed so far. */
    PendingPush push(int worker) {
        return pushes[worker];
    }

    /** The next worker whose turn begins, which it then has; or {@link Synchronizer#NONE}. */
    int pollBegin() {
        int worker = synchronizer.pollBegin();
        if (worker != Synchronizer.NONE) {
            pushes[worker].begin();
        }
        return worker;
    }

    /** Whether the push of a worker is here and can be dealt with. */
    boolean isReady(int worker) {
        return !updating && pushes[worker].isComplete();
    }

    /** Whether an update waits for figures of other shards. */
    boolean isUpdating() {
        return updating;
    }

    /** How stale the push of a worker is. */
    long staleness(int worker) {
        return synchronizer.staleness(worker);
    }

    /** Deals with the push of a worker, which is there; answers whether it counts. */
    boolean deal(int worker) {
        PendingPush push = pushes[worker];
        long staleness = staleness(worker);
        int seat = synchronizer.contributions();
        boolean admitted = synchronizer.offer(worker) == Admission.ADMIT;
        if (admitted) {
            seat(push, worker, seat, staleness);
        }
        push.close();
        copies.release(worker);
        updating = synchronizer.isDue();
        return admitted;
    }

    private void seat(PendingPush push, int worker, int seat, long staleness) {
        if (seating.compensates()) {
            copies.copyInto(worker, read);
            correction.apply(push.values(), read, push.examples());
        }
        correction.weigh(push.values(), seating.weight(quorum, staleness));
        if (synchronizer.isDue()) {
            copies.beforeUpdate();
        }
        if (seating.normed()) {
            push.addNorms(norms);
        }
        parts.offer(seat, push.values(), seating.divisor(seat, quorum, push.examples(), staleness));
    }

    /**
     * Ends an update as far as the shard is through it, which begins the next round; false while it waits for others.
     */
    boolean advance() {
        if (!updating || shard.stepsCompleted() == synchronizer.version()) {
            return false;
        }
        updating = false;
        if (seating.normed()) {
            shard.measurement().replaceWeightedSquaredNorms(norms);
            Arrays.fill(norms, 0);
        }
        synchronizer.advance(cancelled);
        for (int worker = cancelled.nextSetBit(0); worker >= 0; worker = cancelled.nextSetBit(worker + 1)) {
            pushes[worker].close();
        }
        return true;
    }

    /** Whose turns the last update ended. */
    BitSet cancelled() {
        return cancelled;
    }

    /** Whether a worker computes, as far as this shard knows. */
    boolean isAwaited(int worker) {
        return pushes[worker].turn() >= 0 && pushes[worker].isOpen() && !pushes[worker].isComplete();
    }

    /** Throws {@link IllegalStateException} unless every worker is accounted for at every version. */
    void requireConservation() {
        synchronizer.requireConservation();
    }
}
