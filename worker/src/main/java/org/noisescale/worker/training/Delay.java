package org.noisescale.worker.training;

import java.io.Serializable;
import org.noisescale.worker.pace.ClusterPace;

/**
 * How long turns of a real worker take at least, by the same laws and with the same draws as on a simulated cluster.
 *
 * @param seed of the run
 */
public record Delay(ClusterPace pace, long seed) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The time of a turn of so many gradients, counted from when its parameters are there, in nanoseconds. */
    long turnNs(int worker, long turn, int steps) {
        return pace.turnNs(seed, worker, turn, steps, 0);
    }
}
