package org.noisescale.parameterserver.synchronization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rule must obey; a new one joins with one line in {@link #rules}. */
final class SynchronizerTest {
    private static final int WORKERS = 6;

    static Stream<SynchronizationPolicy> rules() {
        return Stream.of(
                new BulkSynchronousPolicy(),
                new QuorumSynchronousPolicy(4),
                new BatchSynchronousPolicy(4),
                new QuorumAsynchronousPolicy(4),
                new BatchAsynchronousPolicy(4),
                new AsynchronousPolicy(),
                new StaleSynchronousPolicy(2),
                new LocalPolicy(8, 3),
                new BoundedStalenessPolicy(new AsynchronousPolicy(), 6));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void accountsForEveryWorkerAtEveryVersion(SynchronizationPolicy rule) {
        VirtualCluster cluster = new VirtualCluster(rule, WORKERS, 1, VirtualCluster::exponential);

        for (int version = 1; version <= 200; version++) {
            cluster.runTo(version);
            cluster.synchronizer().requireConservation();
        }

        StalenessAccount account = cluster.synchronizer().account();
        assertThat(account.all().count()).isEqualTo(200L * rule.quorum(WORKERS));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void neverLeavesEverybodyWaiting(SynchronizationPolicy rule) {
        VirtualCluster cluster = new VirtualCluster(rule, WORKERS, 2, VirtualCluster::exponential);

        for (int arrival = 0; arrival < 500; arrival++) {
            assertThat(cluster.computing()).isPositive();
            cluster.arrive();
        }
    }

    @Test
    void anAsynchronousRunKeepsTheLawOfStalenessExactly() {
        for (int workers : List.of(1, 2, 7, 64)) {
            VirtualCluster cluster =
                    new VirtualCluster(new AsynchronousPolicy(), workers, workers, VirtualCluster::exponential);

            Synchronizer end = cluster.runTo(1000).synchronizer();

            assertThat(end.account().all().sum() + end.inFlight()).isEqualTo(1000L * (workers - 1));
        }
    }

    @Test
    void equalTimesMakeEveryGradientAsStaleAsThereAreOtherWorkers() {
        VirtualCluster cluster = new VirtualCluster(new AsynchronousPolicy(), 5, 1, uniform -> 1);

        StalenessHistogram all = cluster.runTo(105).synchronizer().account().all();

        assertThat(all.count(4)).isEqualTo(101);
        assertThat(List.of(all.count(0), all.count(1), all.count(2), all.count(3)))
                .containsOnly(1L);
    }

    @Test
    void withoutMemoryStalenessIsGeometric() {
        int workers = 8;
        int updates = 200_000;
        VirtualCluster cluster = new VirtualCluster(new AsynchronousPolicy(), workers, 3, VirtualCluster::exponential);

        StalenessHistogram all = cluster.runTo(updates).synchronizer().account().all();

        for (int staleness = 0; staleness < 20; staleness++) {
            double truth = Math.pow(1 - 1.0 / workers, staleness) / workers;
            double error = Math.sqrt(truth * (1 - truth) / updates);
            assertThat((double) all.count(staleness) / updates).isBetween(truth - 5 * error, truth + 5 * error);
        }
    }

    @Test
    void synchronousRulesApplyNothingStale() {
        for (SynchronizationPolicy rule : List.of(
                new BulkSynchronousPolicy(),
                new QuorumSynchronousPolicy(4),
                new BatchSynchronousPolicy(4),
                new LocalPolicy(2, 0))) {
            VirtualCluster cluster = new VirtualCluster(rule, WORKERS, 4, VirtualCluster::exponential);

            StalenessHistogram all = cluster.runTo(100).synchronizer().account().all();

            assertThat(all.sum()).isZero();
        }
    }

    @Test
    void anUpdateOfKSyncCancelsTheRest() {
        Synchronizer synchronizer = begun(new QuorumSynchronousPolicy(2), 3);
        BitSet cancelled = new BitSet();

        synchronizer.offer(2);
        assertThat(synchronizer.pollBegin()).isEqualTo(Synchronizer.NONE);
        synchronizer.offer(0);
        synchronizer.advance(cancelled);

        assertThat(cancelled.stream()).containsExactly(1);
        assertThat(synchronizer.account().cancellations()).isEqualTo(1);
        assertThat(List.of(synchronizer.pollBegin(), synchronizer.pollBegin(), synchronizer.pollBegin()))
                .containsExactly(0, 1, 2);
        synchronizer.requireConservation();
    }

    @Test
    void aWorkerOfKBatchSyncThatIsEarlyComputesAnother() {
        Synchronizer synchronizer = begun(new BatchSynchronousPolicy(3), 3);

        synchronizer.offer(1);

        assertThat(synchronizer.pollBegin()).isEqualTo(1);
        assertThat(synchronizer.offer(1)).isEqualTo(Admission.ADMIT);
        assertThat(synchronizer.isDue()).isFalse();
    }

    @Test
    void aWorkerOfKAsyncWaitsForItsUpdateAndDisturbsNobody() {
        Synchronizer synchronizer = begun(new QuorumAsynchronousPolicy(2), 3);
        BitSet cancelled = new BitSet();

        synchronizer.offer(1);
        assertThat(synchronizer.pollBegin()).isEqualTo(Synchronizer.NONE);
        synchronizer.offer(2);
        synchronizer.advance(cancelled);

        assertThat(cancelled.isEmpty()).isTrue();
        assertThat(synchronizer.staleness(0)).isEqualTo(1);
        assertThat(synchronizer.pollBegin()).isEqualTo(1);
    }

    @Test
    void nobodyIsFurtherAheadThanTheBoundAllows() {
        int bound = 3;
        Synchronizer synchronizer = begun(new StaleSynchronousPolicy(bound), 2);
        BitSet cancelled = new BitSet();

        for (int push = 0; push < bound; push++) {
            synchronizer.offer(0);
            synchronizer.advance(cancelled);
            assertThat(synchronizer.pollBegin()).isZero();
        }
        synchronizer.offer(0);
        synchronizer.advance(cancelled);

        assertThat(synchronizer.pollBegin()).isEqualTo(Synchronizer.NONE);
        synchronizer.offer(1);
        synchronizer.advance(cancelled);
        assertThat(List.of(synchronizer.pollBegin(), synchronizer.pollBegin())).containsExactly(0, 1);
    }

    @Test
    void whatIsTooStaleIsTurnedAwayAndItsWorkerBeginsAnew() {
        Synchronizer synchronizer = begun(new BoundedStalenessPolicy(new AsynchronousPolicy(), 0), 2);
        BitSet cancelled = new BitSet();
        synchronizer.offer(0);
        synchronizer.advance(cancelled);

        assertThat(synchronizer.offer(1)).isEqualTo(Admission.STALE);

        assertThat(synchronizer.isDue()).isFalse();
        assertThat(synchronizer.account().discards()).isEqualTo(1);
        assertThat(List.of(synchronizer.pollBegin(), synchronizer.pollBegin())).containsExactly(0, 1);
        assertThat(synchronizer.since(1)).isEqualTo(1);
        synchronizer.requireConservation();
    }

    @Test
    void localWorkersMeetAfterEveryStepUntilTheSwitch() {
        LocalPolicy policy = new LocalPolicy(8, 3);

        assertThat(List.of(policy.localSteps(0), policy.localSteps(2), policy.localSteps(3), policy.localSteps(9)))
                .containsExactly(1, 1, 8, 8);
        assertThat(new AsynchronousPolicy().localSteps(3)).isEqualTo(1);
    }

    @Test
    void refusesAPushThatNobodyBegan() {
        Synchronizer synchronizer = new Synchronizer(new AsynchronousPolicy(), 2);

        assertThatThrownBy(() -> synchronizer.offer(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("worker 1 pushed what it had not begun");
        assertThatThrownBy(() -> synchronizer.advance(new BitSet()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an update needs 1 pushes, version 0 had 0");
    }

    /** H_P − H_{P−K}: the K-th of P exponential times, whether the rest begin anew or, without memory, go on. */
    @Test
    void anUpdateOfTheFirstKTakesTheKthOrderStatistic() {
        int updates = 20_000;
        for (SynchronizationPolicy rule : List.of(new QuorumSynchronousPolicy(4), new QuorumAsynchronousPolicy(4))) {
            VirtualCluster cluster = new VirtualCluster(rule, 8, 5, VirtualCluster::exponential);
            double truth = 1 / 8.0 + 1 / 7.0 + 1 / 6.0 + 1 / 5.0;
            double variance = 1 / 64.0 + 1 / 49.0 + 1 / 36.0 + 1 / 25.0;

            double measured = cluster.runTo(updates).clock() / updates;

            assertThat(measured)
                    .isBetween(truth - 5 * Math.sqrt(variance / updates), truth + 5 * Math.sqrt(variance / updates));
        }
    }

    @Test
    void anUpdateOfTheFirstKGradientsTakesKTimesTheMeanGap() {
        int updates = 20_000;
        for (SynchronizationPolicy rule : List.of(new BatchSynchronousPolicy(4), new BatchAsynchronousPolicy(4))) {
            VirtualCluster cluster = new VirtualCluster(rule, 8, 6, VirtualCluster::exponential);
            double error = Math.sqrt(4 / 64.0 / updates);

            double measured = cluster.runTo(updates).clock() / updates;

            assertThat(measured).isBetween(0.5 - 5 * error, 0.5 + 5 * error);
        }
    }

    @Test
    void rulesCheckTheirRanges() {
        assertThatThrownBy(() -> new QuorumSynchronousPolicy(0)).hasMessage("quorum must be at least 1, was 0");
        assertThatThrownBy(() -> new Synchronizer(new BatchAsynchronousPolicy(3), 2))
                .hasMessage("quorum must be at most workers (2), was 3");
        assertThatThrownBy(() -> new StaleSynchronousPolicy(-1)).hasMessage("bound must be at least 0, was -1");
        assertThatThrownBy(() -> new LocalPolicy(0, 0)).hasMessage("period must be at least 1, was 0");
        assertThatThrownBy(() -> new LocalPolicy(1, -1)).hasMessage("from must be at least 0, was -1");
        assertThatThrownBy(() -> new BoundedStalenessPolicy(new AsynchronousPolicy(), -1))
                .hasMessage("stalenessMax must be at least 0, was -1");
    }

    @Test
    void findsAVersionThatIsNotAccountedFor() {
        StalenessAccount account = new StalenessAccount(2);
        account.onApply(0, 3);
        account.onWait(1);

        account.requireConservation(4, 2, 2);

        assertThatThrownBy(() -> account.requireConservation(4, 2, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "staleness is not conserved: applied 3 + discarded 0 + cancelled 0 + in flight 2")
                .hasMessageEndingWith("was off by -1");
    }

    private static Synchronizer begun(SynchronizationPolicy policy, int workers) {
        Synchronizer synchronizer = new Synchronizer(policy, workers);
        while (synchronizer.pollBegin() != Synchronizer.NONE) {
            assertThat(synchronizer.version()).isZero();
        }
        return synchronizer;
    }
}
