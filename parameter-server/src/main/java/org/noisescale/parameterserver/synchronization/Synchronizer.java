package org.noisescale.parameterserver.synchronization;

import java.util.BitSet;

/**
 * Puts a rule into effect for all workers of a run, at the one place where its decisions are taken, so that shards have
 * nothing to agree on: pushes go in as they arrive; out come whether they count, when an update is due, and who may
 * begin.
 *
 * <p>A worker either computes, on parameters of the version that it read, or is idle. What it holds and for how long is
 * kept account of to the last version.
 */
public final class Synchronizer implements Progress {
    /** No worker. */
    public static final int NONE = -1;

    private final SynchronizationPolicy policy;
    private final int workers;
    private final int quorum;
    private final BitSet idle = new BitSet();
    private final BitSet contributors = new BitSet();
    private final long[] pushes;
    private final long[] since;
    private final StalenessAccount account;
    private int contributions;
    private long version;
    private long least;
    private int atLeast;

    /** Everybody idle at version 0. */
    public Synchronizer(SynchronizationPolicy policy, int workers) {
        this.policy = policy;
        this.workers = workers;
        quorum = policy.quorum(workers);
        idle.set(0, workers);
        pushes = new long[workers];
        since = new long[workers];
        account = new StalenessAccount(workers);
        atLeast = workers;
    }

    /** The next idle worker that may begin, which it then has, at the present version; or {@link #NONE}. */
    public int pollBegin() {
        for (int worker = idle.nextSetBit(0); worker >= 0; worker = idle.nextSetBit(worker + 1)) {
            if (policy.mayBegin(worker, this)) {
                idle.clear(worker);
                account.onWait(version - since[worker]);
                since[worker] = version;
                return worker;
            }
        }
        return NONE;
    }

    /** Whether a worker has begun something that it has not pushed yet. */
    public boolean isComputing(int worker) {
        return !idle.get(worker);
    }

    /** Takes the push of a worker that computes; it is idle then. */
    public Admission offer(int worker) {
        requireComputing(worker);
        long staleness = staleness(worker);
        Admission admission = policy.admit(since[worker], version);
        if (admission == Admission.ADMIT) {
            account.onApply(worker, staleness);
            contributors.set(worker);
            contributions++;
        } else {
            account.onDiscard(worker, staleness);
        }
        rest(worker);
        count(worker);
        return admission;
    }

    private void requireComputing(int worker) {
        if (idle.get(worker) || isDue()) {
            throw new IllegalStateException("worker " + worker + " pushed "
                    + (isDue() ? "before the update that was due" : "what it had not begun"));
        }
    }

    private void rest(int worker) {
        idle.set(worker);
        since[worker] = version;
    }

    private void count(int worker) {
        if (pushes[worker]++ > least || --atLeast > 0) {
            return;
        }
        least++;
        for (long count : pushes) {
            atLeast += count == least ? 1 : 0;
        }
    }

    /** Whether there are as many pushes as make an update. */
    public boolean isDue() {
        return contributions == quorum;
    }

    /** How many pushes the open round has. */
    public int contributions() {
        return contributions;
    }

    /**
     * Says that the update is done, which begins the next round.
     *
     * @param cancelled is given the workers whose work was ended by it
     */
    public void advance(BitSet cancelled) {
        if (!isDue()) {
            throw new IllegalStateException(
                    "an update needs " + quorum + " pushes, version " + version + " had " + contributions);
        }
        version++;
        contributions = 0;
        contributors.clear();
        cancelled.clear();
        if (policy.cancels()) {
            cancelled.set(0, workers);
            cancelled.andNot(idle);
            cancelled.stream().forEach(this::cancel);
        }
    }

    private void cancel(int worker) {
        account.onCancel(worker, staleness(worker));
        rest(worker);
    }

    /** How many updates there have been. */
    public long version() {
        return version;
    }

    /** The version that a computing worker read, or at which an idle one came to rest. */
    public long since(int worker) {
        return since[worker];
    }

    /** How many updates there have been since then. */
    public long staleness(int worker) {
        return version - since[worker];
    }

    @Override
    public boolean contributes(int worker) {
        return contributors.get(worker);
    }

    @Override
    public long pushes(int worker) {
        return pushes[worker];
    }

    @Override
    public long pushesLeast() {
        return least;
    }

    /** What became of all pushes so far. */
    public StalenessAccount account() {
        return account;
    }

    /** How many updates there have been since all the versions on which somebody computes at present. */
    public long inFlight() {
        long sum = 0;
        for (int worker = idle.nextClearBit(0); worker < workers; worker = idle.nextClearBit(worker + 1)) {
            sum += staleness(worker);
        }
        return sum;
    }

    /** Throws {@link IllegalStateException} unless every worker is accounted for at every version. */
    public void requireConservation() {
        long waiting = idle.stream().mapToLong(this::staleness).sum();
        account.requireConservation(version, inFlight(), waiting);
    }
}
