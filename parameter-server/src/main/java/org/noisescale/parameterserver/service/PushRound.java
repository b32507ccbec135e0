package org.noisescale.parameterserver.service;

import java.util.ArrayList;
import java.util.List;

/** The pushes that an update is made of, in the order of their seats. */
final class PushRound {
    private final List<Push> pushes = new ArrayList<>();
    private long stalenessSum;
    private long timeNs;

    /** Which push. */
    record Push(int worker, long turn) {}

    void add(int worker, long turn, long staleness, long arrivalNs) {
        pushes.add(new Push(worker, turn));
        stalenessSum += staleness;
        timeNs = arrivalNs;
    }

    List<Push> pushes() {
        return pushes;
    }

    double stalenessMean() {
        return (double) stalenessSum / pushes.size();
    }

    /** When the last of them came. */
    long timeNs() {
        return timeNs;
    }
}
