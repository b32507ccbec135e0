package org.noisescale.parameterserver.service;

import java.util.BitSet;
import java.util.List;

/** Which workers of a run have joined. */
final class Roster {
    private final int workers;
    private final BitSet present = new BitSet();
    private boolean leaving;

    Roster(int workers) {
        this.workers = workers;
    }

    /** Takes a worker in; false if its rank is impossible or it is there already. */
    boolean add(int worker) {
        if (worker < 0 || worker >= workers || present.get(worker)) {
            return false;
        }
        present.set(worker);
        return true;
    }

    /** A worker that has joined takes leave; the others may follow. */
    void leave(int worker) {
        leaving |= worker >= 0 && present.get(worker);
    }

    /** Whether somebody has taken leave. */
    boolean isLeaving() {
        return leaving;
    }

    boolean isComplete() {
        return present.cardinality() == workers;
    }

    List<Integer> missing() {
        BitSet absent = (BitSet) present.clone();
        absent.flip(0, workers);
        return absent.stream().boxed().toList();
    }
}
