package org.noisescale.driver.study;

import java.util.List;

/** Reads the figures of streaming least squares. Without more words h = 1/i in ten dimensions and s² = 1. */
final class LeastSquaresReader {
    private static final String SPECTRUM = "spectrum";
    private static final String OPTIMUM = "optimum";
    private static final String INITIAL_PARAMETERS = "initialParameters";
    private static final int DIMENSION = 10;

    private LeastSquaresReader() {}

    /** The plan that the section describes; throws {@link InputException}. */
    static DataPlan read(Section data) {
        AxisFigures axes = new AxisFigures(
                data, List.of(SPECTRUM, OPTIMUM, INITIAL_PARAMETERS), DIMENSION, DataPlan.LeastSquares.DIMENSION);
        AxisFigures.Figures spectrum =
                axes.listOrLaw(SPECTRUM, StudyKeys.SPECTRUM, NumberRange.POSITIVE, AxisFigures.INVERSE);
        double labelNoiseVariance =
                data.value("labelNoiseVariance", 1.0, new ValueType.Decimal(NumberRange.NOT_NEGATIVE));
        return new DataPlan.LeastSquares(
                axes.sized(SPECTRUM, spectrum),
                labelNoiseVariance,
                axes.sized(OPTIMUM, axes.listOrNumber(OPTIMUM, 1)),
                axes.sized(INITIAL_PARAMETERS, axes.listOrNumber(INITIAL_PARAMETERS, 0)));
    }
}
