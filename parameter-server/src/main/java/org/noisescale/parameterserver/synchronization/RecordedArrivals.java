package org.noisescale.parameterserver.synchronization;

import java.io.Serializable;

/**
 * The log of a whole run, or of its beginning, with what another run must have in common with it to follow the same
 * order.
 */
public final class RecordedArrivals implements Serializable {
    private static final long serialVersionUID = 1;

    private final String rule;
    private final int workers;
    private final long updates;
    private final byte[] log;
    private final boolean whole;

    /**
     * What a run leaves at its end.
     *
     * @param rule its rule's name
     * @param updates how many there were
     * @param log the bytes of its {@link ArrivalLog}; shared, not a copy
     */
    public RecordedArrivals(String rule, int workers, long updates, byte[] log) {
        this(rule, workers, updates, log, true);
    }

    private RecordedArrivals(String rule, int workers, long updates, byte[] log, boolean whole) {
        this.rule = rule;
        this.workers = workers;
        this.updates = updates;
        this.log = log;
        this.whole = whole;
    }

    /** What a run leaves that was broken off, as for a whole one; who follows it goes on by itself behind its end. */
    public static RecordedArrivals ofBeginning(String rule, int workers, long updates, byte[] log) {
        return new RecordedArrivals(rule, workers, updates, log, false);
    }

    /** Whether the run came to its end. */
    public boolean isWhole() {
        return whole;
    }

    /** The name of the rule that the run was under. */
    public String rule() {
        return rule;
    }

    /** How many workers it had. */
    public int workers() {
        return workers;
    }

    /** How many updates it had. */
    public long updates() {
        return updates;
    }

    /** The records; shared, not a copy. */
    public byte[] log() {
        return log;
    }
}
