package org.noisescale.parameterserver.protocol;

/** What a worker is to do with parameters that a shard sends to it alone; in the order of the wire's numbers. */
public enum ReadingKind {
    /** Compute with them: a turn begins. */
    BEGIN,
    /** Evaluate them, or their average where one is kept. */
    EVALUATE,
    /** Nothing: the run is over with them. */
    END;

    private static final ReadingKind[] ALL = values();

    /** Whether there is a kind of that number. */
    static boolean exists(int number) {
        return number >= 0 && number < ALL.length;
    }

    static ReadingKind of(int number) {
        return ALL[number];
    }
}
