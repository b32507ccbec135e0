package org.noisescale.driver.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.noisescale.driver.job.StudyProgress;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.parameterserver.noise.NoiseScaleEstimator;
import org.noisescale.parameterserver.service.StepReport;

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

    /** A step of a real run is shown like a glimpse of a simulated one. */
    @Override
    default void onStep(StepReport report, double examplesPerSecond, NoiseScaleEstimator noise) {
        onGlimpse(new Glimpse(report.step(), report.loss(), noise.scale().value(), examplesPerSecond));
    }

    /** The user stopped the study; so many runs are missing. */
    void onInterruption(int missing);

    @Override
    void close();
}
