package org.noisescale.driver.analysis;

import java.util.stream.IntStream;

/** Chooses which positions of a long series are drawn; first and last are always among them. */
public final class Thinning {
    private Thinning() {}

    /** At most {@code limit} (at least 2) of {@code count} positions, evenly spread, increasing. */
    public static int[] evenly(int count, int limit) {
        if (count <= limit) {
            return IntStream.range(0, count).toArray();
        }
        return IntStream.range(0, limit)
                .map(i -> (int) Math.round(i * (count - 1.0) / (limit - 1)))
                .toArray();
    }

    /** At most {@code limit} (at least 2) of {@code count} positions, spread evenly in log(1 + position). */
    public static int[] logarithmically(int count, int limit) {
        return IntStream.range(0, limit)
                .map(i -> (int) Math.round(Math.pow(count, i / (limit - 1.0))) - 1)
                .distinct()
                .toArray();
    }
}
