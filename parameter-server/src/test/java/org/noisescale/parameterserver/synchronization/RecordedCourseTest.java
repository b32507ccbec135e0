package org.noisescale.parameterserver.synchronization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Courses of random runs, told again from their logs. */
final class RecordedCourseTest {
    private static final int WORKERS = 5;
    private static final long UPDATES = 200;
    private static final Map<String, SynchronizationPolicy> RULES = Map.of(
            "bsp", new BulkSynchronousPolicy(),
            "k-sync", new QuorumSynchronousPolicy(3),
            "k-batch-sync", new BatchSynchronousPolicy(3),
            "k-async", new QuorumAsynchronousPolicy(3),
            "k-batch-async", new BatchAsynchronousPolicy(3),
            "async", new AsynchronousPolicy(),
            "bounded", new BoundedStalenessPolicy(new AsynchronousPolicy(), 3),
            "ssp", new StaleSynchronousPolicy(1),
            "local", new LocalPolicy(4, 10));

    /** What happens in a run, a line each. */
    private static final class Diary implements RecordedCourse.Listener {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void onBegin(int worker, long timeNs) {
            lines.add("begin " + worker + " " + timeNs);
        }

        @Override
        public void onPush(int worker, long staleness, boolean admitted, long timeNs) {
            lines.add("push " + worker + " " + staleness + " " + admitted + " " + timeNs);
        }

        @Override
        public void onCancel(int worker, long timeNs) {
            lines.add("cancel " + worker + " " + timeNs);
        }

        @Override
        public void onUpdate(long version, long timeNs) {
            lines.add("update " + version + " " + timeNs);
        }
    }

    /** A run in which whoever computes may push next. */
    private static RecordedArrivals run(String rule, long seed, Diary diary) {
        SplittableRandom random = new SplittableRandom(seed);
        Synchronizer synchronizer = new Synchronizer(rule(rule), WORKERS);
        ArrivalLog log = new ArrivalLog();
        BitSet computing = new BitSet();
        BitSet cancelled = new BitSet();
        long timeNs = 0;
        begin(synchronizer, computing, diary, 0);
        while (synchronizer.version() < UPDATES) {
            int[] candidates = computing.stream().toArray();
            int worker = candidates[random.nextInt(candidates.length)];
            computing.clear(worker);
            timeNs += random.nextLong(1000);
            long staleness = synchronizer.staleness(worker);
            boolean admitted = synchronizer.offer(worker) == Admission.ADMIT;
            log.append(worker, staleness, admitted, timeNs);
            diary.onPush(worker, staleness, admitted, timeNs);
            if (synchronizer.isDue()) {
                synchronizer.advance(cancelled);
                computing.andNot(cancelled);
                for (int i = cancelled.nextSetBit(0); i >= 0; i = cancelled.nextSetBit(i + 1)) {
                    diary.onCancel(i, timeNs);
                }
                diary.onUpdate(synchronizer.version(), timeNs);
            }
            begin(synchronizer, computing, diary, timeNs);
        }
        return new RecordedArrivals(rule, WORKERS, UPDATES, log.toBytes());
    }

    private static void begin(Synchronizer synchronizer, BitSet computing, Diary diary, long timeNs) {
        for (int worker = synchronizer.pollBegin(); worker != Synchronizer.NONE; worker = synchronizer.pollBegin()) {
            computing.set(worker);
            diary.onBegin(worker, timeNs);
        }
    }

    private static SynchronizationPolicy rule(String name) {
        return Objects.requireNonNull(RULES.get(name));
    }

    @Test
    void tellsTheSameAsHappenedUnderEveryRule() {
        for (String rule : RULES.keySet()) {
            Diary happened = new Diary();
            RecordedArrivals recorded = run(rule, 7, happened);

            Diary told = new Diary();
            long updates = RecordedCourse.tell(recorded, rule(rule), UPDATES, told);

            assertThat(updates).isEqualTo(UPDATES);
            assertThat(told.lines).as(rule).isEqualTo(happened.lines);
        }
    }

    @Test
    void fitsTheRunItIsOfAndShorterOnes() {
        RecordedArrivals recorded = run("k-sync", 8, new Diary());

        assertThatCode(() -> RecordedCourse.requireFit(recorded, "k-sync", rule("k-sync"), WORKERS, UPDATES))
                .doesNotThrowAnyException();
        assertThatCode(() -> RecordedCourse.requireFit(recorded, "k-sync", rule("k-sync"), WORKERS, 10))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesARunWithOtherWorkers() {
        RecordedArrivals recorded = run("async", 9, new Diary());

        assertThatThrownBy(() -> RecordedCourse.requireFit(recorded, "async", rule("async"), 4, UPDATES))
                .hasMessage("was written by 5 workers, the run has 4");
    }

    @Test
    void refusesARunUnderAnotherRule() {
        RecordedArrivals recorded = run("async", 10, new Diary());

        assertThatThrownBy(() -> RecordedCourse.requireFit(recorded, "ssp", rule("ssp"), WORKERS, UPDATES))
                .hasMessage("was written under rule async, the run is under ssp");
    }

    @Test
    void refusesALogThatIsTooShort() {
        RecordedArrivals recorded = run("async", 11, new Diary());

        assertThatThrownBy(() -> RecordedCourse.requireFit(recorded, "async", rule("async"), WORKERS, UPDATES + 1))
                .hasMessage("ends after 200 updates, the run has 201");
    }

    @Test
    void refusesTheSameRuleWithOtherSettings() {
        RecordedArrivals recorded = run("k-sync", 12, new Diary());
        SynchronizationPolicy other = new QuorumSynchronousPolicy(2);

        assertThatThrownBy(() -> RecordedCourse.requireFit(recorded, "k-sync", other, WORKERS, UPDATES))
                .hasMessageStartingWith("does not fit the settings of rule k-sync: push ");
    }

    @Test
    void noticesAnotherFateOfAPush() {
        ArrivalLog log = new ArrivalLog();
        log.append(1, 0, true, 5);
        log.append(0, 1, true, 7);
        ReplayedOrder order = new ReplayedOrder(new RecordedArrivals("async", 2, 2, log.toBytes()));

        order.advance(1, 0, true);

        assertThat(order.next()).isZero();
        assertThat(order.timeNs()).isEqualTo(7);
        assertThatThrownBy(() -> order.advance(0, 2, true))
                .hasMessage("push 2 was one of worker 0, 1 versions stale, taken there, and one of worker 0,"
                        + " 2 versions stale, taken here");
    }

    @Test
    void hasNobodyNextBehindItsEnd() {
        ReplayedOrder order = new ReplayedOrder(new RecordedArrivals("async", 2, 0, new byte[0]));

        assertThat(order.next()).isEqualTo(Synchronizer.NONE);
        assertThatThrownBy(() -> order.advance(0, 0, true)).hasMessageStartingWith("push 1 was none there");
    }
}
