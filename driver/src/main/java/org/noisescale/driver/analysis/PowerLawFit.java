package org.noisescale.driver.analysis;

import java.util.Optional;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * A power law {@code y = factor · x^exponent}, fitted by least squares to the logarithms. The standard error of the
 * exponent is that of the slope, from the scatter about the line, n − 2 degrees of freedom.
 */
public record PowerLawFit(double exponent, double standardError, double factor) {

    /** The fit; empty below three points with positive, finite values or with a single x. */
    public static Optional<PowerLawFit> of(double[] x, double[] y) {
        SimpleRegression regression = new SimpleRegression();
        for (int i = 0; i < x.length; i++) {
            if (isUsable(x[i]) && isUsable(y[i])) {
                regression.addData(Math.log(x[i]), Math.log(y[i]));
            }
        }
        double exponent = regression.getSlope();
        if (regression.getN() < 3 || Double.isNaN(exponent)) {
            return Optional.empty();
        }
        return Optional.of(new PowerLawFit(exponent, regression.getSlopeStdErr(), Math.exp(regression.getIntercept())));
    }

    private static boolean isUsable(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }
}
