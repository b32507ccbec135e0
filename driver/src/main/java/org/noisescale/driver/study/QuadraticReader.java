package org.noisescale.driver.study;

import java.util.List;

/** Reads the figures of the noisy quadratic. Without more words h = c = 1/i in ten dimensions. */
final class QuadraticReader {
    private static final String CURVATURES = "curvatures";
    private static final String NOISE_VARIANCES = "noiseVariances";
    private static final String INITIAL_PARAMETERS = "initialParameters";
    private static final int DIMENSION = 10;

    private QuadraticReader() {}

    /** The plan that the section describes; throws {@link InputException}. */
    static DataPlan read(Section data) {
        AxisFigures axes = new AxisFigures(
                data,
                List.of(CURVATURES, NOISE_VARIANCES, INITIAL_PARAMETERS),
                DIMENSION,
                DataPlan.Quadratic.DIMENSION);
        AxisFigures.Figures curvatures =
                axes.listOrLaw(CURVATURES, StudyKeys.CURVATURES, NumberRange.POSITIVE, AxisFigures.INVERSE);
        AxisFigures.Figures variances =
                axes.listOrLaw(NOISE_VARIANCES, StudyKeys.NOISE_VARIANCES, NumberRange.NOT_NEGATIVE, curvatures);
        return new DataPlan.Quadratic(
                axes.sized(CURVATURES, curvatures),
                axes.sized(NOISE_VARIANCES, variances),
                axes.sized(INITIAL_PARAMETERS, axes.listOrNumber(INITIAL_PARAMETERS, 1)));
    }
}
