package org.noisescale.driver.analysis.asynchrony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BoundedStalenessPolicy;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.LocalPolicy;
import org.noisescale.parameterserver.synchronization.QuorumAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/** Figures of TRUTHS.md, which were found by another program. */
final class ExponentialWorkersTest {
    private static final ExponentialWorkers EIGHT = new ExponentialWorkers(8, 1);

    private static double seconds(SynchronizationPolicy policy) {
        return EIGHT.updateSeconds(policy).orElseThrow();
    }

    @Test
    void needTheTimeOfTheFirstOfThem() {
        double[] truths = {.125, .2679, .4345, .6345, .8845, 1.2179, 1.7179, 2.7179};

        for (int quorum = 1; quorum <= 8; quorum++) {
            assertThat(seconds(new QuorumSynchronousPolicy(quorum))).isCloseTo(truths[quorum - 1], within(5e-5));
            assertThat(seconds(new QuorumAsynchronousPolicy(quorum))).isCloseTo(truths[quorum - 1], within(5e-5));
        }
        assertThat(seconds(new BulkSynchronousPolicy())).isCloseTo(truths[7], within(5e-5));
    }

    @Test
    void needAnEighthForEveryGradient() {
        assertThat(seconds(new BatchSynchronousPolicy(3))).isEqualTo(3.0 / 8);
        assertThat(seconds(new AsynchronousPolicy())).isEqualTo(1.0 / 8);
    }

    @Test
    void goAtTheRateThatTheBoundOfTheirLeadAllows() {
        assertThat(BoundedLead.rate(8, 0).orElseThrow()).isCloseTo(1 / 2.717857, within(1e-5));
        assertThat(BoundedLead.rate(8, 1).orElseThrow()).isCloseTo(.558, within(.003));
        assertThat(BoundedLead.rate(8, 3).orElseThrow()).isCloseTo(.728, within(.003));
        assertThat(seconds(new StaleSynchronousPolicy(1)))
                .isEqualTo(1 / (8 * BoundedLead.rate(8, 1).orElseThrow()));
    }

    @Test
    void haveNoFormulaWhereThereIsNone() {
        assertThat(BoundedLead.rate(64, 20)).isEmpty();
        assertThat(EIGHT.updateSeconds(new LocalPolicy(4, 0))).isEmpty();
        assertThat(EIGHT.updateSeconds(new BoundedStalenessPolicy(new AsynchronousPolicy(), 3)))
                .isEmpty();
    }
}
