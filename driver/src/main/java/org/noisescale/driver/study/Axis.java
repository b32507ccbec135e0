package org.noisescale.driver.study;

import java.util.List;

/**
 * One swept key.
 *
 * @param key the dotted key, e.g. {@code training.batchSize}
 * @param values its values in order, at least one, all different, each as {@code study.yaml} spells it
 */
public record Axis(String key, List<String> values) {
    /** Checks that there are values and that they differ. */
    public Axis {
        values = List.copyOf(values);
        if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException(key + " must have different values, was " + values);
        }
    }
}
