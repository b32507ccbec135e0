package org.noisescale.driver.bench;

/** How many rounds follow each other before copies are made: about a second's, the first of which does not count. */
final class Batches {
    private static final int PARAMETERS = 200_000_000;
    private static final int ROUNDS_MIN = 4;
    private static final int ROUNDS_MAX = 500;

    private Batches() {}

    static int rounds(int parameters) {
        return Math.max(ROUNDS_MIN, Math.min(ROUNDS_MAX, PARAMETERS / parameters));
    }
}
