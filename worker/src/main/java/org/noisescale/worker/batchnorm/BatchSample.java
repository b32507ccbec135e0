package org.noisescale.worker.batchnorm;

import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.moments.StatisticsNoise;

/**
 * By which statistics a layer has normalised a batch, or each of its parts; copied, so that they can be held against
 * those of another batch.
 *
 * @param parts in order
 */
public record BatchSample(List<Part> parts) {
    /** Copies nothing: the arrays are the sample's own. */
    public BatchSample {
        parts = List.copyOf(parts);
    }

    /** One part, with figures for each channel; the arrays are its own. */
    static final class Part {
        private final long count;
        private final double epsilon;
        private final double[] means;
        private final double[] variances;
        private final Running running;

        /**
         * A part of which there are so many values of each channel.
         *
         * @param running mean and variance after training, as the batch found them
         */
        Part(long count, double epsilon, double[] means, double[] variances, Running running) {
            this.count = count;
            this.epsilon = epsilon;
            this.means = means;
            this.variances = variances;
            this.running = running;
        }

        private double inverseDeviation(int channel) {
            return 1 / Math.sqrt(variances[channel] + epsilon);
        }

        private double normalized(int channel) {
            double activation = running.means[channel] + Math.sqrt(running.variances[channel]);
            return (activation - means[channel]) * inverseDeviation(channel);
        }

        private double squaredDistance(int channel) {
            double distance = means[channel] - running.means[channel];
            return distance * distance;
        }
    }

    /** Running statistics; the arrays are its own. */
    static final class Running {
        private final double[] means;
        private final double[] variances;

        Running(double[] means, double[] variances) {
            this.means = means;
            this.variances = variances;
        }

        double[] means() {
            return means;
        }

        double[] variances() {
            return variances;
        }
    }

    /**
     * How much statistics scatter, from this batch and another one that the layer saw at the same version.
     *
     * @param segment by which the layer is known
     */
    public StatisticsNoise against(BatchSample other, int segment) {
        return StatisticsNoise.mean(IntStream.range(0, parts.size())
                .mapToObj(i -> noise(parts.get(i), other.parts.get(i), segment))
                .toList());
    }

    private static StatisticsNoise noise(Part one, Part two, int segment) {
        int channels = one.means.length;
        double[] sums = new double[6];
        for (int c = 0; c < channels; c++) {
            sums[0] += (one.variances[c] + two.variances[c]) / 2;
            sums[1] += halfSquare(one.means[c] - two.means[c]);
            sums[2] += (one.inverseDeviation(c) + two.inverseDeviation(c)) / 2;
            sums[3] += halfSquare(one.inverseDeviation(c) - two.inverseDeviation(c));
            sums[4] += halfSquare(one.normalized(c) - two.normalized(c));
            sums[5] += (one.squaredDistance(c) + two.squaredDistance(c)) / 2;
        }
        return new StatisticsNoise(
                segment,
                one.count,
                sums[0] / channels,
                sums[1] / channels,
                sums[2] / channels,
                sums[3] / channels,
                sums[4] / channels,
                sums[5] / channels);
    }

    private static double halfSquare(double difference) {
        return difference * difference / 2;
    }
}
