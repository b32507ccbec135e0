package org.noisescale.driver.results;

import org.noisescale.parameterserver.moments.StatisticsNoise;

/**
 * A row of {@code statistics.csv}.
 *
 * @param step the update that began with the version that was looked at
 * @param layer its name
 */
public record StatisticsRow(long step, String layer, StatisticsNoise noise) {}
