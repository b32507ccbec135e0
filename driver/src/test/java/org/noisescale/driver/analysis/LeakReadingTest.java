package org.noisescale.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** A probe of known problems. */
final class LeakReadingTest {
    private static final int VISITORS = 4_000;

    /** Vectors of unit variance around a mean for each virtual worker, in a random order of virtual workers. */
    private static List<List<float[]>> visitors(Random random, double[]... means) {
        List<List<float[]>> seen = new ArrayList<>();
        for (double[] mean : means) {
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                float[] vector = new float[mean.length];
                for (int j = 0; j < mean.length; j++) {
                    vector[j] = (float) (mean[j] + random.nextGaussian());
                }
                vectors.add(vector);
            }
            seen.add(vectors);
        }
        return seen;
    }

    private static double z(LeakReading reading, double truth) {
        double told = (double) reading.told() / reading.asked();
        return (told - truth) / Math.sqrt(truth * (1 - truth) / reading.asked());
    }

    /** Two Gaussians whose means are d apart are told from each other with probability Φ(d/2). */
    @Test
    void tellsTwoGaussiansAsOftenAsTheirDistanceSays() {
        double[] here = {0.3, -0.2, 0, 0};
        double[] there = {-0.3, 0.2, 0.4, 0};
        double distance = Math.sqrt(0.36 + 0.16 + 0.16);

        LeakReading reading = LeakReading.of(visitors(new Random(5), here, there));

        assertThat(reading.asked()).isEqualTo(VISITORS);
        double truth = new NormalDistribution().cumulativeProbability(distance / 2);
        assertThat(z(reading, truth)).isBetween(-5.0, 5.0);
    }

    @Test
    void guessesWhereThereIsNothingToTell() {
        double[] same = {0.1, 0.2, 0.3};

        LeakReading reading = LeakReading.of(visitors(new Random(6), same, same, same, same));

        assertThat(reading.workers()).isEqualTo(4);
        assertThat(z(reading, 0.25)).isBetween(-5.0, 5.0);
    }

    @Test
    void takesFeaturesThatNeverChangeForNothing() {
        float[] constant = {1, 1};
        List<float[]> vectors = List.of(constant, constant, constant, constant);

        assertThat(LeakReading.of(List.of(vectors, vectors))).isEqualTo(new LeakReading(2, 4, 2));
    }
}
