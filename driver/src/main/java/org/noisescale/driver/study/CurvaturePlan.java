package org.noisescale.driver.study;

import java.io.Serializable;

/**
 * Whether, when and how the curvature of the training loss is measured: before the first update, after every so many
 * and after the last.
 *
 * @param every how many updates lie between measurements, to 10,000,000; 0 if nothing is measured
 * @param examples how many training examples the loss is taken over at most, from 2 to 10,000; all if there are fewer
 * @param eigenvalues how many of the largest are looked for, from 1 to 20
 * @param probes how many Hessian products the estimate of tr(HΣ) takes at most, from 2 to 10,000
 */
public record CurvaturePlan(int every, int examples, int eigenvalues, int probes) implements Serializable {
    static final WholeRange EVERY = new WholeRange(0, 10_000_000);
    static final WholeRange EXAMPLES = new WholeRange(2, 10_000);
    static final WholeRange EIGENVALUES = new WholeRange(1, 20);
    static final WholeRange PROBES = new WholeRange(2, 10_000);

    /** Checks the ranges. */
    public CurvaturePlan {
        EVERY.require("every", every);
        EXAMPLES.require("examples", examples);
        EIGENVALUES.require("eigenvalues", eigenvalues);
        PROBES.require("probes", probes);
    }

    /** Nothing is measured; the other figures are what is usual. */
    public static CurvaturePlan never() {
        return new CurvaturePlan(0, 512, 5, 32);
    }

    /** Whether anything is measured. */
    public boolean isAsked() {
        return every > 0;
    }

    /** How many versions of a run with so many updates are measured. */
    public long versions(long steps) {
        return isAsked() ? 1 + (steps + every - 1) / every : 0;
    }
}
