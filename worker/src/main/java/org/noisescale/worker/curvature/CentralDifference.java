package org.noisescale.worker.curvature;

/**
 * The product of a Hessian with a vector as the central difference of gradients, D(h) = (g(θ + hv) − g(θ − hv)) / 2h =
 * Hv + O(h²), in double precision.
 *
 * <p>The step is h = ∛ε (1 + ‖θ‖) / ‖v‖ with ε = 2⁻⁵² (Andrei 2009, "Accelerated conjugate gradient algorithm with
 * finite difference Hessian/vector product approximation", section 3, with the cube root that suits central
 * differences): there the truncation error, which falls with h², and the rounding error, which grows with 1/h, are of
 * about the same size. The difference between D(2h) and D(h) tells both: it is three times the truncation error of D(h)
 * and about its rounding error. Where a piecewise linear activation changes its piece between the points, it tells that
 * as well.
 */
public final class CentralDifference {
    private static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

    private CentralDifference() {}

    /** A gradient as a function of the parameters. */
    @FunctionalInterface
    public interface Field {
        /** Writes the gradient at these parameters into the target. */
        void gradientInto(double[] parameters, double[] target);
    }

    /** The step for these parameters and this vector, which is not 0. */
    public static double step(double[] parameters, double[] vector) {
        return RELATIVE_STEP * (1 + norm(parameters)) / norm(vector);
    }

    /** Writes D(step) into the target. */
    public static void productInto(Field field, double[] parameters, double[] vector, double step, double[] target) {
        double[] below = new double[target.length];
        field.gradientInto(moved(parameters, vector, -step), below);
        field.gradientInto(moved(parameters, vector, step), target);
        for (int i = 0; i < target.length; i++) {
            target[i] = (target[i] - below[i]) / (2 * step);
        }
    }

    private static double[] moved(double[] parameters, double[] vector, double step) {
        double[] moved = new double[parameters.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = parameters[i] + step * vector[i];
        }
        return moved;
    }

    private static double norm(double[] vector) {
        double sum = 0;
        for (double value : vector) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
