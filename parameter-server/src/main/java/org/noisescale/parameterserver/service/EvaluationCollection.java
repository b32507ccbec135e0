package org.noisescale.parameterserver.service;

import java.util.BitSet;
import org.noisescale.parameterserver.protocol.EvaluationSum;

/** Collects the virtual workers' parts of one evaluation, each once, and adds them in their order, not of arrival. */
final class EvaluationCollection {
    private final EvaluationSum[] parts;
    private final BitSet present = new BitSet();

    EvaluationCollection(int virtualWorkers) {
        parts = new EvaluationSum[virtualWorkers];
    }

    /** Takes a part; true if it was the last one. */
    boolean add(int virtualWorker, EvaluationSum part) {
        if (virtualWorker < 0 || virtualWorker >= parts.length || present.get(virtualWorker)) {
            return false;
        }
        parts[virtualWorker] = part;
        present.set(virtualWorker);
        return present.cardinality() == parts.length;
    }

    EvaluationSum sum() {
        EvaluationSum sum = parts[0];
        for (int i = 1; i < parts.length; i++) {
            sum = sum.plus(parts[i]);
        }
        return sum;
    }
}
