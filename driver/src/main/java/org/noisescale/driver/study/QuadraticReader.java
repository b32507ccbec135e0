package org.noisescale.driver.study;

import java.util.Collections;
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
        AxisFigures.Figures start = axes.listOrNumber(INITIAL_PARAMETERS, 1);
        int copies = data.count("copies", 1, DataPlan.Quadratic.DIMENSION);
        return data.check(
                List.of("copies", "dimension"),
                () -> new DataPlan.Quadratic(
                        repeated(axes.sized(CURVATURES, curvatures), copies),
                        repeated(axes.sized(NOISE_VARIANCES, variances), copies),
                        repeated(axes.sized(INITIAL_PARAMETERS, start), copies)));
    }

    private static List<Double> repeated(List<Double> values, int copies) {
        return Collections.nCopies(copies, values).stream()
                .flatMap(List::stream)
                .toList();
    }
}
