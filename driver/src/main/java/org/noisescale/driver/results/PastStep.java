package org.noisescale.driver.results;

import java.util.OptionalDouble;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;

/**
 * What a row of {@code steps.csv} still says of a step that an earlier attempt of the run has done.
 *
 * @param examples counted since the beginning of the run
 * @param wallSeconds since the run's beginning
 * @param evaluation after the step; empty where there was none
 */
public record PastStep(
        long step,
        long examples,
        double wallSeconds,
        double loss,
        NoiseReading total,
        UpdateFigures update,
        Evaluated evaluation) {
    /** The figures of an evaluation by which a run may end; both empty where there was none. */
    public record Evaluated(OptionalDouble loss, OptionalDouble accuracy) {}
}
