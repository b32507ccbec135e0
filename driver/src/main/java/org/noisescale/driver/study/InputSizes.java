package org.noisescale.driver.study;

import java.util.List;

/** The shape in which an example enters a model; empty to take it from the data. */
final class InputSizes {
    static final WholeRange SIZE = new WholeRange(1, 100_000);
    private static final int DIMENSIONS_MAX = 4;

    private InputSizes() {}

    /** The sizes as a list that cannot change; throws {@link IllegalArgumentException}. */
    static List<Integer> require(List<Integer> sizes) {
        if (sizes.size() > DIMENSIONS_MAX) {
            throw new IllegalArgumentException(
                    "inputShape must have at most " + DIMENSIONS_MAX + " sizes, was " + sizes);
        }
        sizes.forEach(size -> SIZE.require("each of inputShape", size));
        return List.copyOf(sizes);
    }
}
