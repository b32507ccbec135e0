package org.noisescale.driver.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a study.
 *
 * @param id the name of its folder, e.g. {@code batchSize=16-seed=1}; unique in the study, and the same whenever the
 *     same values are run
 * @param swept the swept keys with their values, in the order of the sweep; then the searched ones
 * @param seed what initial parameters and batches are drawn from
 * @param configuration everything else, complete
 */
public record RunPlan(String id, Map<String, String> swept, long seed, Configuration configuration) {
    /** Keeps a copy of the swept keys that cannot change. */
    public RunPlan {
        swept = Collections.unmodifiableMap(new LinkedHashMap<>(swept));
    }
}
