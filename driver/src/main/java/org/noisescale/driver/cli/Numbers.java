package org.noisescale.driver.cli;

import org.noisescale.driver.study.InputException;

/** What numbers options take. */
final class Numbers {
    private Numbers() {}

    /** Refuses what is less. */
    static void requireAtLeast(String option, int was, int least) {
        if (was < least) {
            throw new InputException(option + " must be at least " + least + ", was " + was);
        }
    }

    /** Refuses what is less or more. */
    static void requireFrom(String option, int was, int least, int most) {
        if (was < least || was > most) {
            throw new InputException(option + " must be from " + least + " to " + most + ", was " + was);
        }
    }
}
