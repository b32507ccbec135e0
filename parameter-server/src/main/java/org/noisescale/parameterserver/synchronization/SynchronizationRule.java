package org.noisescale.parameterserver.synchronization;

import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A rule of one's own, made known to studies. A class that implements this, has a constructor without arguments, and is
 * named in a file {@code META-INF/services/org.noisescale.parameterserver.synchronization.SynchronizationRule} on the
 * class path is found by its name in {@code training.synchronization}.
 */
public interface SynchronizationRule {
    /** What studies call it, as {@code rule: NAME}. */
    String name();

    /** The keys that it has beside its name, each with its default. */
    default Map<String, Double> settings() {
        return Map.of();
    }

    /**
     * What it decides.
     *
     * @param setting the value of each key
     * @throws IllegalArgumentException with a key and what it must be, as "share must be in (0, 1], was 2.0"
     */
    SynchronizationPolicy policy(ToDoubleFunction<String> setting);
}
