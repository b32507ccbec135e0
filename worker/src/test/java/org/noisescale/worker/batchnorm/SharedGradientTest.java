package org.noisescale.worker.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.aggregation.AggregationTree;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.parameterserver.moments.StatisticsRound;

/**
 * What {@link PartPass} computes, spelled out in double with the same merged statistics: its gradient is that of its
 * forward pass, through the statistics too.
 */
class SharedGradientTest {
    private static final int CHANNELS = 2;
    private static final double EPSILON = 1e-5;
    private static final double[] SCALES = {1.5, -0.5};
    private static final double[] OFFSETS = {0.25, 2};

    private final List<double[]> values = new ArrayList<>();
    private final List<Integer> parts = new ArrayList<>();
    private final Random random = new Random(9);

    @ParameterizedTest
    @CsvSource({"5, 0, 0, 0", "3, 4, 0, 0", "1, 2, 5, 0", "1, 1, 1, 1", "6, 1, 2, 3"})
    void isThatOfTheForwardPassInFiniteDifferences(int first, int second, int third, int fourth) {
        for (int size : new int[] {first, second, third, fourth}) {
            addPart(size);
        }

        List<double[]> gradients = gradients();

        double step = 1e-5;
        double error = 0;
        double norm = 0;
        for (int row = 0; row < values.size(); row++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                double at = values.get(row)[channel];
                values.get(row)[channel] = at + step;
                double above = loss();
                values.get(row)[channel] = at - step;
                double below = loss();
                values.get(row)[channel] = at;
                double difference = (above - below) / (2 * step);
                error += Math.pow(gradients.get(row)[channel] - difference, 2);
                norm += difference * difference;
            }
        }
        assertThat(Math.sqrt(error / norm)).isLessThan(1e-6);
    }

    private void addPart(int size) {
        if (size > 0) {
            parts.add(size);
        }
        for (int i = 0; i < size; i++) {
            values.add(new double[] {3 + random.nextGaussian(), parts.size() + random.nextGaussian()});
        }
    }

    /** No function of single rows: each output has a weight of its own, and its square. */
    private double loss() {
        ChannelStatistics moments = moments();
        double loss = 0;
        for (int row = 0; row < values.size(); row++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                double output = output(moments, row, channel);
                loss += weight(row, channel) * output + output * output * output / 3;
            }
        }
        return loss;
    }

    private static double weight(int row, int channel) {
        return Math.sin(3.0 * row + channel);
    }

    private double output(ChannelStatistics moments, int row, int channel) {
        return SCALES[channel] * normalized(moments, row, channel) + OFFSETS[channel];
    }

    private double outputGradient(ChannelStatistics moments, int row, int channel) {
        double output = output(moments, row, channel);
        return weight(row, channel) + output * output;
    }

    private double normalized(ChannelStatistics moments, int row, int channel) {
        return (values.get(row)[channel] - moments.firsts()[channel]) * factor(moments, channel);
    }

    private static double factor(ChannelStatistics moments, int channel) {
        return 1 / Math.sqrt(moments.seconds()[channel] / moments.count() + EPSILON);
    }

    private List<double[]> gradients() {
        ChannelStatistics moments = moments();
        ChannelStatistics sums = merged(ChannelStatistics.Kind.GRADIENTS, (part, row, channel) -> {
            double gradient = outputGradient(moments, row, channel);
            part.firsts()[channel] += gradient;
            part.seconds()[channel] += gradient * normalized(moments, row, channel);
        });
        List<double[]> gradients = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            double[] gradient = new double[CHANNELS];
            for (int channel = 0; channel < CHANNELS; channel++) {
                double mean = sums.firsts()[channel] / sums.count();
                double slope = sums.seconds()[channel] / sums.count();
                gradient[channel] = SCALES[channel]
                        * factor(moments, channel)
                        * (outputGradient(moments, row, channel) - mean - normalized(moments, row, channel) * slope);
            }
            gradients.add(gradient);
        }
        return gradients;
    }

    private ChannelStatistics moments() {
        int[] seen = new int[CHANNELS];
        return merged(ChannelStatistics.Kind.MOMENTS, (part, row, channel) -> {
            seen[channel] = isFirstOfPart(row) ? 1 : seen[channel] + 1;
            double difference = values.get(row)[channel] - part.firsts()[channel];
            part.firsts()[channel] += difference / seen[channel];
            part.seconds()[channel] += difference * (values.get(row)[channel] - part.firsts()[channel]);
        });
    }

    private boolean isFirstOfPart(int row) {
        int first = 0;
        for (int size : parts) {
            if (row == first) {
                return true;
            }
            first += size;
        }
        return false;
    }

    /** Takes a value into the statistics of its part. */
    @FunctionalInterface
    private interface Observation {
        void add(ChannelStatistics part, int row, int channel);
    }

    private ChannelStatistics merged(ChannelStatistics.Kind kind, Observation observation) {
        AggregationTree tree = new AggregationTree(parts.size());
        StatisticsRound round = new StatisticsRound(tree);
        int row = 0;
        for (int i = 0; i < parts.size(); i++) {
            ChannelStatistics part = new ChannelStatistics();
            part.describe(kind, parts.get(i), CHANNELS);
            for (int end = row + parts.get(i); row < end; row++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    observation.add(part, row, channel);
                }
            }
            round.offer(tree.leaf(i), part);
        }
        return round.at(AggregationTree.ROOT);
    }
}
