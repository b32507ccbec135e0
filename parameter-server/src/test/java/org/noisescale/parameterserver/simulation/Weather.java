package org.noisescale.parameterserver.simulation;

import java.util.SplittableRandom;

/**
 * How bad a network and the machines on it are.
 *
 * @param drop share of the frames that get lost
 * @param duplicate share of the frames that arrive twice
 * @param late share of the frames that take much longer than the others
 * @param delayMs the longest delay of an ordinary frame
 * @param refuse how often a shard cannot send its figures at once
 * @param partitions how many times some party is cut off for a while, in each attempt
 * @param crashes how many parties crash in each attempt
 * @param attempts after so many attempts nothing gets lost any more
 */
record Weather(
        double drop,
        double duplicate,
        double late,
        int delayMs,
        double refuse,
        int partitions,
        int crashes,
        int attempts) {
    static final Weather CALM = new Weather(0, 0, 0, 1, 0, 0, 0, 0);

    private static final double[] DROPS = {0, 0.0003, 0.001, 0.003, 0.01};

    static Weather of(SplittableRandom random) {
        return new Weather(
                DROPS[random.nextInt(DROPS.length)],
                random.nextDouble(0.3),
                random.nextDouble(0.05),
                1 + random.nextInt(30),
                random.nextDouble(0.5),
                random.nextInt(2),
                random.nextInt(3),
                random.nextInt(6));
    }

    /** The same without losses. */
    Weather clearedUp() {
        return new Weather(0, duplicate, late, delayMs, refuse, 0, 0, 0);
    }
}
