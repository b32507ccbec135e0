package org.noisescale.worker.gradient;

import java.io.Serializable;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * In which shape the first layer takes an example.
 *
 * @param sizes of the dimensions after the first, e.g. channels, height, width; their product is the number of features
 */
public record InputShape(List<Integer> sizes) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Checks that there is a size. */
    public InputShape {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("an input shape must be positive sizes, was " + sizes);
        }
    }

    /** A row of features. */
    public static InputShape flat(int featureCount) {
        return new InputShape(List.of(featureCount));
    }

    /** How many features an example has. */
    public long featureCount() {
        return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** A view of rows of features in this shape. */
    INDArray of(INDArray rows) {
        if (sizes.size() == 1) {
            return rows;
        }
        long[] shape = new long[sizes.size() + 1];
        shape[0] = rows.size(0);
        for (int i = 0; i < sizes.size(); i++) {
            shape[i + 1] = sizes.get(i);
        }
        return rows.reshape('c', shape);
    }
}
