package org.noisescale.driver.simulation;

import java.io.Serializable;

/**
 * How far a run is that tells everything else at its end.
 *
 * @param step the last update
 * @param loss of that update's batch
 * @param noiseScale over the run so far; NaN where it is not measured
 * @param examplesPerSecond of our time
 */
public record Glimpse(long step, double loss, double noiseScale, double examplesPerSecond) implements Serializable {
    /** Before the first update. */
    public static final Glimpse NOTHING = new Glimpse(0, Double.NaN, Double.NaN, Double.NaN);

    private static final long serialVersionUID = 1;
}
