package org.noisescale.worker.batchnorm;

import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.moments.ChannelStatistics;

/**
 * The statistics of several layers as if they were those of one, with the channels of all of them one after the other.
 * A slice may have n values of each channel in one layer and m in another, whose images are larger, where n : m is the
 * same for all slices. What merging takes of counts is their ratio between slices (Chan, Golub &amp; LeVeque 1979,
 * equation 1.5), which is the same in both layers, and sums of squares grow with counts. So all channels get the counts
 * of the first layer, and sums of squared deviations are those of n values: times n/m on the way out, and back.
 */
final class JointStatistics {
    private final List<ChannelStatistics> joint = new ArrayList<>();

    /**
     * What one layer shares.
     *
     * @param values how many values of each channel the whole slice has
     * @param parts of the slice; as many as other layers have
     */
    record Share(long values, List<ChannelStatistics> parts) {}

    /** Puts the parts of all layers together; what is returned is shared, and good until the next time. */
    List<ChannelStatistics> gather(List<Share> shares) {
        Share first = shares.get(0);
        int channels =
                shares.stream().mapToInt(share -> share.parts.get(0).channels()).sum();
        while (joint.size() < first.parts.size()) {
            joint.add(new ChannelStatistics());
        }
        for (int part = 0; part < first.parts.size(); part++) {
            ChannelStatistics model = first.parts.get(part);
            joint.get(part).describe(model.kind(), model.count(), channels);
            int at = 0;
            for (Share share : shares) {
                requireAlike(first, share, part);
                at = append(share.parts.get(part), ratio(first, share, model.kind()), joint.get(part), at);
            }
        }
        return joint.subList(0, first.parts.size());
    }

    private static void requireAlike(Share first, Share share, int part) {
        long count = share.parts.get(part).count();
        if (count * first.values != first.parts.get(part).count() * share.values) {
            throw new IllegalStateException("a part must have the same share of the slice in all layers, had " + count
                    + " of " + share.values + " values, and "
                    + first.parts.get(part).count() + " of "
                    + first.values);
        }
    }

    /** Sums of gradients are merged without counts. */
    private static double ratio(Share first, Share share, ChannelStatistics.Kind kind) {
        return kind == ChannelStatistics.Kind.MOMENTS ? (double) first.values / share.values : 1;
    }

    private static int append(ChannelStatistics source, double ratio, ChannelStatistics target, int at) {
        System.arraycopy(source.firsts(), 0, target.firsts(), at, source.channels());
        for (int channel = 0; channel < source.channels(); channel++) {
            target.seconds()[at + channel] = source.seconds()[channel] * ratio;
        }
        return at + source.channels();
    }

    /** Gives each layer what has become of its channels. */
    void spread(List<Share> shares) {
        Share first = shares.get(0);
        for (int part = 0; part < first.parts.size(); part++) {
            ChannelStatistics whole = joint.get(part);
            int at = 0;
            for (Share share : shares) {
                ChannelStatistics target = share.parts.get(part);
                int channels = target.channels();
                target.describe(whole.kind(), whole.count() * share.values / first.values, channels);
                double ratio = ratio(first, share, whole.kind());
                System.arraycopy(whole.firsts(), at, target.firsts(), 0, channels);
                for (int channel = 0; channel < channels; channel++) {
                    target.seconds()[channel] = whole.seconds()[at + channel] / ratio;
                }
                at += channels;
            }
        }
    }
}
