package org.noisescale.worker.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisescale.parameterserver.moments.ChannelStatistics;
import org.noisescale.worker.batchnorm.JointStatistics.Share;

/** Two slices, of 3 and 5 examples, and two layers, on images of 49 and of 196 places. */
class JointStatisticsTest {
    private static final int[] EXAMPLES = {3, 5};
    private static final int[] PLACES = {49, 196};
    private static final int[] CHANNELS = {4, 2};

    private final Random random = new Random(6);

    @ParameterizedTest
    @EnumSource
    void mergedTogetherComesToTheSameAsMergedLayerByLayer(ChannelStatistics.Kind kind) {
        List<Share> left = shares(kind, 0);
        List<Share> right = shares(kind, 1);
        List<ChannelStatistics> separate = List.of(merged(left, right, 0), merged(left, right, 1));

        JointStatistics joint = new JointStatistics();
        ChannelStatistics mine = joint.gather(left).get(0);
        ChannelStatistics whole = new ChannelStatistics();
        whole.merge(mine, new JointStatistics().gather(right).get(0));
        mine.copyFrom(whole);
        joint.spread(left);

        assertThat(whole.channels()).isEqualTo(6);
        for (int layer = 0; layer < 2; layer++) {
            ChannelStatistics together = left.get(layer).parts().get(0);
            assertThat(together.count()).isEqualTo(8L * PLACES[layer]);
            assertThat(together.kind()).isEqualTo(kind);
            for (int channel = 0; channel < CHANNELS[layer]; channel++) {
                double first = separate.get(layer).firsts()[channel];
                double second = separate.get(layer).seconds()[channel];
                assertThat(together.firsts()[channel]).isEqualTo(first);
                assertThat(together.seconds()[channel]).isCloseTo(second, within(1e-14 * Math.abs(second)));
            }
        }
    }

    @Test
    void aPartMayBeEmptyInAllLayers() {
        List<Share> shares = shares(ChannelStatistics.Kind.MOMENTS, 0);
        shares.forEach(share -> {
            ChannelStatistics part = share.parts().get(0);
            part.describe(part.kind(), 0, part.channels());
            part.clear();
        });

        ChannelStatistics joint = new JointStatistics().gather(shares).get(0);

        assertThat(joint.count()).isZero();
        assertThat(Arrays.copyOf(joint.seconds(), joint.channels())).containsOnly(0);
    }

    @Test
    void aPartMustHaveTheSameShareOfEachLayer() {
        List<Share> shares = shares(ChannelStatistics.Kind.MOMENTS, 0);
        shares.get(1).parts().get(0).describe(ChannelStatistics.Kind.MOMENTS, 195, CHANNELS[1]);

        assertThatThrownBy(() -> new JointStatistics().gather(shares))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("had 195 of 588 values, and 147 of 147");
    }

    private List<Share> shares(ChannelStatistics.Kind kind, int slice) {
        return List.of(share(kind, slice, 0), share(kind, slice, 1));
    }

    private Share share(ChannelStatistics.Kind kind, int slice, int layer) {
        long values = (long) EXAMPLES[slice] * PLACES[layer];
        ChannelStatistics statistics = new ChannelStatistics();
        statistics.describe(kind, values, CHANNELS[layer]);
        for (int channel = 0; channel < CHANNELS[layer]; channel++) {
            statistics.firsts()[channel] = random.nextGaussian();
            statistics.seconds()[channel] = values * random.nextDouble();
        }
        return new Share(values, List.of(statistics));
    }

    private static ChannelStatistics merged(List<Share> left, List<Share> right, int layer) {
        ChannelStatistics whole = new ChannelStatistics();
        whole.merge(left.get(layer).parts().get(0), right.get(layer).parts().get(0));
        return whole;
    }
}
