package org.noisescale.driver.study;

import java.util.Map;

/** One run of a study: its id (a folder name), the swept keys with their values in the order of the sweep, its seed. */
public record RunPlan(String id, Map<String, String> swept, long seed, Configuration configuration) {}
