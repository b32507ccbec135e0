package org.noisescale.driver.study;

import java.io.Serializable;

/**
 * What is looked at in a simulated run besides what every run shows.
 *
 * @param path how many of the first parameters are written down after every update, to 16
 * @param every how many updates lie between looks at what a stale gradient is made of, to 10,000,000; 0 for none
 */
public record ObservationPlan(int path, int every) implements Serializable {
    static final WholeRange PATH = new WholeRange(0, 16);
    static final WholeRange EVERY = new WholeRange(0, 10_000_000);

    private static final long serialVersionUID = 1;

    /** Checks the ranges. */
    public ObservationPlan {
        PATH.require("path", path);
        EVERY.require("every", every);
    }
}
