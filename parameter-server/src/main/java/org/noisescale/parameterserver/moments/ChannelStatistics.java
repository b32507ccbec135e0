package org.noisescale.parameterserver.moments;

import java.util.Arrays;
import java.util.Optional;

/**
 * Two sums for each channel over a part of a batch, in double, that can be merged with those of another part.
 *
 * <p>Moments are merged by the formula of Chan, Golub &amp; LeVeque (1979, "Updating formulae and a pairwise algorithm
 * for computing sample variances", equation 1.5). For parts a and b with counts n, means x̄, sums of squared deviations
 * M and δ = x̄_b − x̄_a:
 *
 * <pre>
 *   n = n_a + n_b      x̄ = x̄_a + δ n_b/n      M = M_a + M_b + δ² n_a n_b/n
 * </pre>
 *
 * Averaging the variances alone would leave out the last term. Counts may differ, and be 0. Gradients are plain sums.
 */
public final class ChannelStatistics {
    private Kind kind = Kind.MOMENTS;
    private long count;
    private int channels;
    private double[] firsts = {};
    private double[] seconds = {};

    /** What the sums are. */
    public enum Kind {
        /** Of activations: their mean, and the sum of their squared deviations from it. */
        MOMENTS(0),
        /** Of the gradients of normalised activations x̂: Σ dy and Σ dy·x̂. */
        GRADIENTS(1);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** What messages call it. */
        public int number() {
            return number;
        }

        /** The kind that messages call so. */
        public static Optional<Kind> find(int number) {
            return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
        }
    }

    /** Says what is in the arrays, or will be; what is there is lost if there was no room for so many channels. */
    public void describe(Kind newKind, long newCount, int newChannels) {
        if (newCount < 0 || newChannels < 1) {
            throw new IllegalArgumentException(
                    "count must be at least 0 and channels 1, were " + newCount + " and " + newChannels);
        }
        kind = newKind;
        count = newCount;
        channels = newChannels;
        if (firsts.length < newChannels) {
            firsts = new double[newChannels];
            seconds = new double[newChannels];
        }
    }

    /** Sets all sums to 0. */
    public void clear() {
        Arrays.fill(firsts, 0);
        Arrays.fill(seconds, 0);
    }

    /** Takes the place of what was there. */
    public void copyFrom(ChannelStatistics other) {
        describe(other.kind, other.count, other.channels);
        System.arraycopy(other.firsts, 0, firsts, 0, channels);
        System.arraycopy(other.seconds, 0, seconds, 0, channels);
    }

    /** Takes the place of what was there with two parts of a batch together, neither of which is this. */
    public void merge(ChannelStatistics left, ChannelStatistics right) {
        if (left.kind != right.kind || left.channels != right.channels) {
            throw new IllegalArgumentException("parts must be alike, were " + left + " and " + right);
        }
        describe(left.kind, left.count + right.count, left.channels);
        if (kind == Kind.MOMENTS) {
            mergeMoments(left, right);
        } else {
            add(left.firsts, right.firsts, firsts, channels);
            add(left.seconds, right.seconds, seconds, channels);
        }
    }

    private void mergeMoments(ChannelStatistics left, ChannelStatistics right) {
        double shareOfRight = (double) right.count / Math.max(1, count);
        double weight = left.count * shareOfRight;
        for (int channel = 0; channel < channels; channel++) {
            double difference = right.firsts[channel] - left.firsts[channel];
            firsts[channel] = left.firsts[channel] + difference * shareOfRight;
            seconds[channel] = left.seconds[channel] + right.seconds[channel] + difference * difference * weight;
        }
    }

    private static void add(double[] left, double[] right, double[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = left[i] + right[i];
        }
    }

    /** What the sums are. */
    public Kind kind() {
        return kind;
    }

    /** Over how many values of each channel they go. */
    public long count() {
        return count;
    }

    /** How many channels there are; the arrays may be longer. */
    public int channels() {
        return channels;
    }

    /** For each channel the mean, or Σ dy; shared, not a copy. */
    public double[] firsts() {
        return firsts;
    }

    /** For each channel the sum of squared deviations, or Σ dy·x̂; shared, not a copy. */
    public double[] seconds() {
        return seconds;
    }

    @Override
    public String toString() {
        return kind + " of " + channels + " channels over " + count + " values";
    }
}
