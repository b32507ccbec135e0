package org.noisescale.parameterserver.service;

import java.util.Arrays;
import java.util.BitSet;
import org.noisescale.parameterserver.synchronization.Admission;
import org.noisescale.parameterserver.synchronization.ArrivalLog;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.StalenessAccount;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;
import org.noisescale.parameterserver.synchronization.Synchronizer;

/** What the driver knows of a run from the order of its pushes alone: the same as every shard. */
public final class ArrivalBook {
    private final SynchronizationPolicy policy;
    private final int workers;
    private final Synchronizer synchronizer;
    private final ArrivalLog log = new ArrivalLog();
    private final long[] turns;
    private final BitSet idle = new BitSet();
    private final BitSet cancelled = new BitSet();
    private long lastNs;

    ArrivalBook(SynchronizationPolicy policy, int workers) {
        this.policy = policy;
        this.workers = workers;
        synchronizer = new Synchronizer(policy, workers);
        turns = new long[workers];
        Arrays.fill(turns, -1);
        idle.set(0, workers);
        letGo();
    }

    private void letGo() {
        for (int worker = synchronizer.pollBegin(); worker != Synchronizer.NONE; worker = synchronizer.pollBegin()) {
            turns[worker]++;
            idle.clear(worker);
        }
    }

    /** Whether a worker may push this turn now. */
    boolean isPossible(int worker, long turn) {
        return worker >= 0 && worker < workers && !idle.get(worker) && turns[worker] == turn;
    }

    /** The turn that a worker is in or was last. */
    long turn(int worker) {
        return turns[worker];
    }

    /** Takes a push; answers how stale it was, or −1 if it does not count. */
    long add(int worker, long timeNs) {
        long staleness = synchronizer.staleness(worker);
        boolean admitted = synchronizer.offer(worker) == Admission.ADMIT;
        lastNs = Math.max(lastNs, timeNs);
        log.append(worker, staleness, admitted, lastNs);
        idle.set(worker);
        if (!synchronizer.isDue()) {
            letGo();
        }
        return admitted ? staleness : -1;
    }

    /** Whether that was the last push of an update; then {@link #advance} is to be called. */
    boolean isDue() {
        return synchronizer.isDue();
    }

    void advance() {
        synchronizer.advance(cancelled);
        idle.or(cancelled);
        letGo();
    }

    /** How many updates there have been. */
    public long version() {
        return synchronizer.version();
    }

    /** How many workers there are. */
    public int workers() {
        return workers;
    }

    /** What became of all pushes. */
    public StalenessAccount account() {
        return synchronizer.account();
    }

    /** How many versions are held by those who compute. */
    public long inFlight() {
        return synchronizer.inFlight();
    }

    /** The log of all pushes; a copy. */
    public byte[] log() {
        return log.toBytes();
    }

    /** The log behind its first so many bytes; a copy. */
    public byte[] logFrom(int begin) {
        return log.toBytes(begin);
    }

    /** Throws {@link IllegalStateException} if the law of staleness is broken. */
    public void requireConservation() {
        synchronizer.requireConservation();
        long sum = account().all().sum() + inFlight();
        long law = version() * (workers - 1);
        if (policy instanceof AsynchronousPolicy && sum != law) {
            throw new IllegalStateException(
                    "staleness applied and in flight must be T(W - 1) = " + law + ", was " + sum);
        }
    }
}
