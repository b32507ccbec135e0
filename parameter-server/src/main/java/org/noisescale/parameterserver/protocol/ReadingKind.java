package org.noisescale.parameterserver.protocol;

/** What a worker is to do with parameters that a shard sends to it alone. */
public enum ReadingKind {
    /** Compute with them: a turn begins. */
    BEGIN(0),
    /** Evaluate them, or their average where one is kept. */
    EVALUATE(1),
    /** Nothing: the run is over with them. */
    END(2);

    private static final ReadingKind[] ALL = values();

    private final int number;

    ReadingKind(int number) {
        this.number = number;
    }

    /** What it is called on the wire; they are in order. */
    int number() {
        return number;
    }

    /** Whether there is a kind of that number. */
    static boolean exists(int number) {
        return number >= 0 && number < ALL.length;
    }

    static ReadingKind of(int number) {
        return ALL[number];
    }
}
