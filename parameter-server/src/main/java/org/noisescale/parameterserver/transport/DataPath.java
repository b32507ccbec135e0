package org.noisescale.parameterserver.transport;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** How threads on the way of a chunk wait. */
public final class DataPath {
    private static final int SPINS = 10;
    /** About a tenth of a millisecond, in which the others have the core; a park takes longer than it is asked for. */
    private static final int YIELDS = 100;

    private static final long PARK_MIN_NS = 1_000;
    private static final long PARK_MAX_NS = 100_000;

    private DataPath() {}

    /** For one thread that finds nothing to do: looks again, lets others, then parks for longer and longer. */
    public static IdleStrategy newIdleStrategy() {
        return new BackoffIdleStrategy(SPINS, YIELDS, PARK_MIN_NS, PARK_MAX_NS);
    }
}
