package org.noisescale.driver.analysis.curvature;

import java.util.Arrays;
import org.noisescale.worker.dataset.CounterRandom;

/** Arithmetic on vectors of one length. */
public final class Vectors {
    private Vectors() {}

    /** Σ aᵢbᵢ, in order. */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The Euclidean length. */
    public static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** target += factor · a. */
    public static void addScaled(double factor, double[] a, double[] target) {
        for (int i = 0; i < a.length; i++) {
            target[i] += factor * a[i];
        }
    }

    /** a *= factor. */
    public static void scale(double factor, double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    /** Whether no element is infinite or NaN. */
    public static boolean isFinite(double[] a) {
        return Arrays.stream(a).allMatch(Double::isFinite);
    }

    /** A vector of unit length in a direction that is uniform on the sphere and belongs to the key. */
    static double[] direction(long key, int length) {
        double[] direction = new double[length];
        Arrays.setAll(direction, i -> CounterRandom.gaussian(key, i));
        scale(1 / norm(direction), direction);
        return direction;
    }
}
