package org.noisescale.driver.study;

import java.nio.file.Path;

/**
 * Where a value of a study was written.
 *
 * @param words for messages: {@code digits.yaml:7} or {@code --set training.steps=10}
 * @param folder what relative paths written there are relative to
 * @param origin what kind of place it is
 */
record Place(String words, Path folder, Origin origin) {
    /** The kinds of places; where two values contradict each other, the later kind is the one to mend. */
    enum Origin {
        FILE,
        SETTING,
        SWEEP
    }

    /** A line of a study file. */
    static Place line(String file, int line, Path folder) {
        return new Place(file + ":" + line, folder, Origin.FILE);
    }

    /** A setting of the command line. */
    static Place setting(String setting) {
        return new Place("--set " + setting, Path.of("").toAbsolutePath(), Origin.SETTING);
    }

    /** The same place, as a value of an axis. */
    Place asSweep() {
        return new Place(words, folder, Origin.SWEEP);
    }

    /** What to throw about this place. */
    InputException problem(String message) {
        return new InputException(words + ": " + message);
    }
}
