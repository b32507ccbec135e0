package org.noisescale.driver.study;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a value of a study was written.
 *
 * @param words for messages: {@code digits.yaml:7} or {@code --set training.steps=10}
 * @param folder what relative paths written there are relative to
 * @param origin what kind of place it is
 */
record Place(String words, Path folder, Origin origin) {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");
    private static final int LENGTH_MAX = 500;

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

    /** What to throw about this place: one line, whatever the user wrote. */
    InputException problem(String message) {
        return new InputException(oneLine(message));
    }

    /** The same for what another exception reported. */
    InputException problem(String message, Throwable cause) {
        return new InputException(oneLine(message), cause);
    }

    private String oneLine(String message) {
        String line = UNPRINTABLE.matcher(words + ": " + message).replaceAll(" ");
        return line.length() > LENGTH_MAX ? line.substring(0, LENGTH_MAX) + "…" : line;
    }
}
