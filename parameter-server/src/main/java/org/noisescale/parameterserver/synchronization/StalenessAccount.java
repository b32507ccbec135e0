package org.noisescale.parameterserver.synchronization;

/**
 * Where the versions went. From the version that it reads to the one at which its push is dealt with a worker holds a
 * gradient; then it waits until it reads again. These spans tile the T versions of a run for each of W workers,
 * whatever the rule and the timing (integers, so exactly):
 *
 * <pre>  Σ applied + Σ discarded + Σ cancelled + Σ in flight + Σ waited = W T</pre>
 *
 * An asynchronous worker waits for its own update and no other, so that Σ waited = T and the law reads Σ staleness
 * applied + Σ in flight = T(W − 1).
 */
public final class StalenessAccount {
    private final StalenessHistogram[] ofWorker;
    private final StalenessHistogram all = new StalenessHistogram();
    private final int workers;
    private long discards;
    private long discarded;
    private long cancellations;
    private long cancelled;
    private long waited;

    /** Nothing has happened to so many workers. */
    StalenessAccount(int workers) {
        this.workers = workers;
        ofWorker = new StalenessHistogram[workers];
        for (int worker = 0; worker < workers; worker++) {
            ofWorker[worker] = new StalenessHistogram();
        }
    }

    void onApply(int worker, long staleness) {
        ofWorker[worker].observe(staleness);
        all.observe(staleness);
    }

    void onDiscard(int worker, long staleness) {
        discards++;
        discarded += staleness;
    }

    void onCancel(int worker, long staleness) {
        cancellations++;
        cancelled += staleness;
    }

    void onWait(long versions) {
        waited += versions;
    }

    /** The staleness of the pushes of one worker that were applied. */
    public StalenessHistogram ofWorker(int worker) {
        return ofWorker[worker];
    }

    /** The same of all. */
    public StalenessHistogram all() {
        return all;
    }

    /** How many pushes were turned away as too stale. */
    public long discards() {
        return discards;
    }

    /** How often the work of a worker was ended by an update. */
    public long cancellations() {
        return cancellations;
    }

    /** How many versions all workers together have waited, the present waits not counted. */
    public long waited() {
        return waited;
    }

    /** The law, at a version, with what is in flight and the waits that go on. */
    void requireConservation(long version, long inFlight, long waiting) {
        long sum = all.sum() + discarded + cancelled + inFlight + waited + waiting;
        if (sum != version * workers) {
            throw new IllegalStateException("staleness is not conserved: applied " + all.sum() + " + discarded "
                    + discarded + " + cancelled " + cancelled + " + in flight " + inFlight + " + waited "
                    + (waited + waiting) + " must be " + workers + " workers x " + version + " versions, was off by "
                    + (sum - version * workers));
        }
    }
}
