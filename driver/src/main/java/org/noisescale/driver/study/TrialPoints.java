package org.noisescale.driver.study;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/**
 * Quasi-random points of the unit cube: the first points of the Sobol' sequence (Sobol' 1967; direction numbers of Joe
 * and Kuo 2008), all moved by one random vector modulo 1 (Cranley and Patterson 1976, SIAM J. Numer. Anal. 13, 904).
 * They fill the cube more evenly than random points do, best where their number is a power of two: n of them in one
 * dimension then lie exactly 1/n apart.
 */
final class TrialPoints {
    private TrialPoints() {}

    /** The points, each with {@code dimension} coordinates in [0, 1); the same for the same arguments. */
    static List<List<Double>> of(int count, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] shift = random.doubles(dimension).toArray();
        SobolSequenceGenerator sequence = new SobolSequenceGenerator(dimension);
        List<List<Double>> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] plain = sequence.nextVector();
            List<Double> point = new ArrayList<>();
            for (int j = 0; j < dimension; j++) {
                point.add((plain[j] + shift[j]) % 1);
            }
            points.add(List.copyOf(point));
        }
        return List.copyOf(points);
    }
}
