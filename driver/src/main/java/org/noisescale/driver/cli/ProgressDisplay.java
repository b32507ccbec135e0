package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.noisescale.driver.job.StudyProgress;

/** Shows a person how a study goes on. */
interface ProgressDisplay extends StudyProgress, AutoCloseable {
    /** Set by the start script when the output is a terminal. */
    String TERMINAL_PROPERTY = "noisescale.terminal";

    /** How long plain lines are silent about something that goes on. */
    Duration SILENCE_MAX = Duration.ofSeconds(10);

    /** A moving bar on a terminal, plain lines otherwise, and nothing but the result when quiet. */
    static ProgressDisplay of(PrintWriter out, boolean quiet) {
        if (quiet) {
            return new QuietDisplay(out);
        }
        return Boolean.getBoolean(TERMINAL_PROPERTY) ? new BarDisplay(out) : new LineDisplay(out, SILENCE_MAX);
    }

    /** The user stopped the study; so many runs are missing. */
    void onInterruption(int missing);

    @Override
    void close();
}
