package org.noisescale.parameterserver.aggregation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sum that the fixed tree means, by the plainest recursion: halve the leaves, add the halves; what lies beyond the
 * last virtual worker is not there.
 */
public final class NaiveTree {
    private NaiveTree() {}

    /** The sum of vectors, one for each virtual worker. */
    public static float[] sum(List<float[]> vectors) {
        float[] sum = sum(vectors, 0, leafCount(vectors.size()));
        if (sum == null) {
            throw new IllegalArgumentException("nothing to add");
        }
        return sum;
    }

    private static float @Nullable [] sum(List<float[]> vectors, int first, int span) {
        if (first >= vectors.size()) {
            return null;
        }
        if (span == 1) {
            return vectors.get(first).clone();
        }
        float[] left = sum(vectors, first, span / 2);
        float[] right = sum(vectors, first + span / 2, span / 2);
        if (left == null || right == null) {
            return left;
        }
        for (int i = 0; i < left.length; i++) {
            left[i] += right[i];
        }
        return left;
    }

    /** The sum of numbers, one for each virtual worker. */
    public static double sum(double[] numbers) {
        return sum(numbers, 0, leafCount(numbers.length));
    }

    private static double sum(double[] numbers, int first, int span) {
        if (span == 1) {
            return numbers[first];
        }
        int middle = first + span / 2;
        double left = sum(numbers, first, span / 2);
        return middle < numbers.length ? left + sum(numbers, middle, span / 2) : left;
    }

    private static int leafCount(int virtualWorkers) {
        int count = 1;
        while (count < virtualWorkers) {
            count *= 2;
        }
        return count;
    }
}
