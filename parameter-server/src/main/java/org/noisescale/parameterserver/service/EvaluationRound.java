package org.noisescale.parameterserver.service;

import java.util.BitSet;
import java.util.List;

/** Which workers have evaluated a version. */
final class EvaluationRound {
    private final int workers;
    private final BitSet present = new BitSet();
    private long version;
    private boolean open;
    private boolean finished;

    EvaluationRound(int workers) {
        this.workers = workers;
    }

    /** All of them are to evaluate. */
    void open(long evaluated) {
        version = evaluated;
        open = true;
        present.clear();
    }

    boolean isOpen() {
        return open;
    }

    /** Takes a worker's word; false if it is not asked for it. The last one closes the round. */
    boolean add(int worker, long evaluated, boolean over) {
        if (!open || evaluated != version || present.get(worker)) {
            return false;
        }
        present.set(worker);
        finished |= over;
        open = present.cardinality() < workers;
        return true;
    }

    /** Whether the driver said that the run is over. */
    boolean isFinished() {
        return finished;
    }

    List<Integer> missing() {
        BitSet absent = (BitSet) present.clone();
        absent.flip(0, workers);
        return absent.stream().boxed().toList();
    }
}
