package org.noisescale.worker.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When garbage is collected because the process holds too much. */
final class PhysicalMemoryTest {
    private static final long LIMIT = 800;

    private long held;
    private long inUse;
    private int collections;
    private final PhysicalMemory memory = new PhysicalMemory(() -> held, LIMIT, () -> {
        collections++;
        held = Math.min(held, inUse);
    });

    private int collectionsAt(long bytes) {
        held = bytes;
        int before = collections;
        memory.look();
        return collections - before;
    }

    @Test
    void nothingIsDoneUpToTheLimit() {
        assertThat(collectionsAt(LIMIT)).isZero();
    }

    @Test
    void garbageIsCollectedEachTimeThatThereIsTooMuch() {
        inUse = 300;

        assertThat(collectionsAt(LIMIT + 1)).isOne();
        assertThat(collectionsAt(LIMIT + 1)).isOne();
    }

    /** A process that needs more than the limit would otherwise do nothing but collect. */
    @Test
    void whatIsInUseIsNotCollectedForAgainAndAgain() {
        inUse = 1_000;

        assertThat(collectionsAt(1_050)).isOne();
        assertThat(collectionsAt(1_050)).isZero();
        assertThat(collectionsAt(1_100)).isZero();
        assertThat(collectionsAt(1_101)).isOne();
    }

    @Test
    void theLimitHoldsAgainOnceThereIsLess() {
        inUse = 1_000;
        collectionsAt(1_050);
        collectionsAt(500);

        assertThat(collectionsAt(LIMIT + 1)).isOne();
    }
}
